namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>How the letters of a text are written.</summary>
internal enum LetterCase
{
    /// <summary>As they are.</summary>
    Keep,

    /// <summary>All small.</summary>
    Lower,

    /// <summary>All capital.</summary>
    Upper,

    /// <summary>Each word's first one capital.</summary>
    Title,
}
