namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>The normal forms of Unicode.</summary>
internal enum UnicodeForm
{
    /// <summary>Composed: the form that text is exchanged in.</summary>
    Nfc,

    /// <summary>Decomposed: letters apart from their marks.</summary>
    Nfd,

    /// <summary>Composed, and look-alikes such as full-width letters and ligatures made plain.</summary>
    Nfkc,

    /// <summary>Decomposed, and look-alikes made plain.</summary>
    Nfkd,
}
