namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>How a digest is written as text.</summary>
internal enum DigestEncoding
{
    /// <summary>Two small hexadecimal digits a byte.</summary>
    Hex,

    /// <summary>Base64.</summary>
    Base64,
}
