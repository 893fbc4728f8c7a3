namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>How the values of one key field are ordered; as it is by default, where only equality counts.</summary>
/// <param name="IsDescending">Whether great values come first.</param>
/// <param name="NullsLast">Whether null and absent come after all values, whatever the direction.</param>
internal readonly record struct KeyOrder(bool IsDescending = false, bool NullsLast = false);
