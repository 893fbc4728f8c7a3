namespace DataAggregator.Transformations.Deduplications;

/// <summary>What the texts of keys are freed of before they are compared.</summary>
internal enum KeyNormalization
{
    /// <summary>Space at both ends.</summary>
    Trim,

    /// <summary>The difference between capital and small letters.</summary>
    Case,

    /// <summary>The difference between one white space and any run of them.</summary>
    Whitespace,

    /// <summary>Punctuation and symbols.</summary>
    Punctuation,

    /// <summary>The marks of Latin, Greek and Cyrillic letters: é is e, ß is ss.</summary>
    Accents,

    /// <summary>All but digits; those of other scripts become 0 to 9.</summary>
    DigitsOnly,
}
