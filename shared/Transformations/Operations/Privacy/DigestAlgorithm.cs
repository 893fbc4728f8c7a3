namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>The hash functions of the SHA-2 family.</summary>
internal enum DigestAlgorithm
{
    /// <summary>256 bits.</summary>
    Sha256,

    /// <summary>384 bits.</summary>
    Sha384,

    /// <summary>512 bits.</summary>
    Sha512,
}
