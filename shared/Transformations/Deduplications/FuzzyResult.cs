namespace DataAggregator.Transformations.Deduplications;

/// <summary>What becomes of a record in its block.</summary>
internal enum FuzzyResult
{
    /// <summary>It is like one that stays, and goes.</summary>
    Duplicate,

    /// <summary>It stays, and later ones are compared with it.</summary>
    Held,

    /// <summary>It stays, but the block is full: later ones are not compared with it.</summary>
    NotHeld,
}
