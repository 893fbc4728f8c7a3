namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>What text is cleansed as.</summary>
internal enum CleansingPreset
{
    /// <summary>As <see cref="Text"/>; and empty text becomes null.</summary>
    Standard,

    /// <summary>Control and invisible characters go, runs of white space become one space, none stays at the ends, letters are composed (NFC).</summary>
    Text,

    /// <summary>As <see cref="Standard"/>; words for nothing, such as N/A, become null.</summary>
    Nulls,

    /// <summary>As <see cref="Nulls"/>; no space stays, nor <c>mailto:</c>, and letters are small.</summary>
    Emails,

    /// <summary>As <see cref="Nulls"/>; only digits stay, and a + before them, which 00 becomes too.</summary>
    Phones,
}
