"""German words for the documents that can be printed, and for what can be asked of them."""

DOCUMENT_TITLES: dict[str, str] = {
    "programme": "Wochenprogramm",
    "programme-large": "Wochenprogramm in Großdruck",
    "programme-flyer": "Wochenprogramm als Faltblatt A5",
    "programme-leaflet": "Wochenprogramm als Faltblatt DIN lang",
    "programme-html": "Wochenprogramm für das Internet",
    "programme-text": "Wochenprogramm für die Zeitung",
    "programme-telephone": "Wochenprogramm für das Telefon",
    "programme-braille": "Wochenprogramm in Blindenschrift",
    "participants": "Teilnehmerliste",
    "signatures": "Unterschriftenliste",
    "waiting-list": "Warteliste",
    "calls": "Anrufliste",
    "meals": "Essensliste",
    "trip": "Fahrtenliste",
    "notice": "Aushang: fällt aus oder verlegt",
    "door-signs": "Türschilder",
    "rooms-day": "Raumplan eines Tages",
    "rooms-week": "Raumplan einer Woche",
    "flyer": "Handzettel eines Angebots",
    "booklet": "Programmheft",
    "booklet-csv": "Programmheft als Tabelle für die Druckerei",
    "booklet-rtf": "Programmheft als Text für die Druckerei",
    "day-package": "Tagesmappe",
    "letters": "Briefe",
    "badges": "Namensschilder",
    "visitor-cards": "Besucherkarten",
    "labels": "Adressetiketten",
    "emergency": "Notfallmappe",
    "payment": "Quittung oder Zahlungsvermerk",
    "cash-report": "Kassenbericht",
}
"""What each document of `services.printing.registry` is called."""

OPTION_WORDS: dict[str, str] = {
    "blank": "leere Zeilen",
    "copy": "house mit Telefon, leader nur Namen",
    "day": "Tag (2026-11-23)",
    "half": "Halbjahr (2027-1), sonst dieses",
    "kind": "confirmation: Anmeldung, waiting: Warteliste, cancellation: Absage, "
    "priority: Vorkaufsrecht",
    "layout": "sheet Druckbogen, reader zum Lesen",
    "offer": "Titel oder Kennung des Angebots",
    "paper": "Papier",
    "payment": "Kennung der Zahlung oder Nummer der Quittung",
    "till": "Name der Kasse, sonst die des Hauses",
    "reason": "was zu sagen ist",
    "person": "Kennung der Person",
    "room": "Name des Raums, sonst alle",
    "week": "Woche (2026-W48), sonst diese",
}
"""What each option means, for the command line."""

FIELD_WORDS: dict[str, str] = {
    "blank": "Leere Zeilen am Ende",
    "copy": "Ausfertigung",
    "day": "Tag",
    "half": "Halbjahr (2027-1)",
    "kind": "Was soll darin stehen?",
    "layout": "Anordnung",
    "offer": "Angebot",
    "paper": "Papierformat",
    "payment": "Zahlung oder Quittung Nr.",
    "person": "Kennung der Person",
    "reason": "Was ist zu sagen?",
    "room": "Raum",
    "till": "Kasse",
    "week": "Tag in der Woche",
}
"""What each option is called in the window."""

CHOICE_WORDS: dict[tuple[str, str], str] = {
    ("copy", "house"): "für das Haus, mit Telefon",
    ("copy", "leader"): "für die Leitung, nur Namen",
    ("kind", "confirmation"): "Anmeldung bestätigen",
    ("kind", "waiting"): "Platz auf der Warteliste",
    ("kind", "cancellation"): "Absage",
    ("kind", "priority"): "Vorkaufsrecht",
    ("layout", "reader"): "zum Lesen am Bildschirm",
    ("layout", "sheet"): "zum Drucken und Falten",
    ("paper", "a3"): "A3",
    ("paper", "a4"): "A4",
    ("paper", "a5"): "A5",
}
"""What each choice is called in the window."""
