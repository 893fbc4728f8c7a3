namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>Where a number goes that lies between two.</summary>
internal enum RoundingMode
{
    /// <summary>To the nearest; halves to the even one (2.5 to 2, 3.5 to 4).</summary>
    HalfEven,

    /// <summary>To the nearest; halves away from zero (2.5 to 3, -2.5 to -3).</summary>
    HalfUp,

    /// <summary>Towards zero.</summary>
    Down,

    /// <summary>Away from zero.</summary>
    Up,

    /// <summary>To the smaller.</summary>
    Floor,

    /// <summary>To the greater.</summary>
    Ceiling,
}
