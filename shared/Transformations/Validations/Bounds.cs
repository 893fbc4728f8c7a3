namespace DataAggregator.Transformations.Validations;

/// <summary>The bounds of a rule in words.</summary>
internal static class Bounds
{
    /// <summary>What lies outside: "below 1 or above 5", or one of the two.</summary>
    /// <param name="below">What lies on the far side of <paramref name="min"/>.</param>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="above">What lies on the far side of <paramref name="max"/>.</param>
    /// <param name="max">The upper bound; null for none.</param>
    public static string Outside(string below, string? min, string above, string? max) =>
        string.Join(" or ", new[] { min is null ? null : $"{below} {min}", max is null ? null : $"{above} {max}" }.OfType<string>());
}
