using System.Globalization;

namespace DataAggregator.Storage;

/// <summary>The id of a dead letter: its place in its run.</summary>
internal sealed record LetterId(string RunId, int Partition, int Segment, int Position)
{
    /// <summary>The id that a text is, or null.</summary>
    public static LetterId? Parse(string id)
    {
        var parts = id.Split('.');
        return parts.Length >= 4 && Number(parts[^3], out var partition) && Number(parts[^2], out var segment) && Number(parts[^1], out var position)
            ? new(string.Join('.', parts[..^3]), partition, segment, position)
            : null;
    }

    /// <summary>Its place in the list of its run.</summary>
    public Keyset InRun(string order) => new(order, Keyset.Text(Partition, Segment), Keyset.Text(Position));

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
