namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>The ends of a text.</summary>
internal enum TextSides
{
    /// <summary>The beginning and the end.</summary>
    Both,

    /// <summary>The beginning.</summary>
    Left,

    /// <summary>The end.</summary>
    Right,
}
