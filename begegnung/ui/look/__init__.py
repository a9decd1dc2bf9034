"""What papers of the house look like: colours, logo, own words, with a preview that follows."""
