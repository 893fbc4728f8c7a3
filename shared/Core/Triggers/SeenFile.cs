using System.Globalization;

namespace DataAggregator.Core.Triggers;

/// <summary>A file as it was seen.</summary>
/// <param name="Path">Its whole path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When it was last changed, in ticks of UTC.</param>
public sealed record SeenFile(string Path, long Length, long Modified)
{
    /// <summary>What tells this state of the file from any other.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Length}-{Modified}");
}
