//! Persons whom archives call by the surname alone.

/// Surnames, with the names that a catalogue knows.
const KNOWN: &[(&str, &str)] = &[
    ("Marx", "Karl Marx"),
    ("Engels", "Friedrich Engels"),
    ("Lenin", "V. I. Lenin"),
    ("Trotsky", "Leon Trotsky"),
    ("Luxemburg", "Rosa Luxemburg"),
    ("Gramsci", "Antonio Gramsci"),
    ("Zinoviev", "Grigory Zinoviev"),
    ("Bukharin", "Nikolai Bukharin"),
    ("Kautsky", "Karl Kautsky"),
    ("Plekhanov", "Georgi Plekhanov"),
    ("Bakunin", "Mikhail Bakunin"),
    ("Kropotkin", "Peter Kropotkin"),
    ("Lukács", "Georg Lukács"),
    ("Zetkin", "Clara Zetkin"),
    ("Radek", "Karl Radek"),
    ("Stalin", "J. V. Stalin"),
    // As other languages write them.
    ("Lénine", "V. I. Lenin"),
    ("Lenine", "V. I. Lenin"),
    ("Trotski", "Leon Trotsky"),
    ("Trotzki", "Leon Trotsky"),
    ("Trockij", "Leon Trotsky"),
    ("Luxemburgo", "Rosa Luxemburg"),
    ("Bujarin", "Nikolai Bukharin"),
    ("Bucharin", "Nikolai Bukharin"),
    ("Boukharine", "Nikolai Bukharin"),
    ("Plechanow", "Georgi Plekhanov"),
    ("Plejánov", "Georgi Plekhanov"),
    ("Plékhanov", "Georgi Plekhanov"),
    ("Sinowjew", "Grigory Zinoviev"),
    ("Kropotkine", "Peter Kropotkin"),
    ("Bakounine", "Mikhail Bakunin"),
    ("Маркс", "Карл Маркс"),
    ("Энгельс", "Фридрих Энгельс"),
    ("Ленин", "В. И. Ленин"),
    ("Троцкий", "Лев Троцкий"),
    ("Плеханов", "Г. В. Плеханов"),
];

/// The full name of a person whom archives call by the surname alone.
pub fn known(surname: &str) -> Option<&'static str> {
    let surname = super::plain(surname);
    KNOWN.iter().find(|(short, _)| super::plain(short) == surname).map(|(_, full)| *full)
}
