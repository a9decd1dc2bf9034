"""Who sits at the desk: choosing a name, typing a PIN, the locked screen."""
