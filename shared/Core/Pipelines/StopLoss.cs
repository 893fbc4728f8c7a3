using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;

namespace DataAggregator.Core.Pipelines;

/// <summary>The most rejected records a run may have: a count, or a share of the records read.</summary>
/// <param name="Count">The count, or null.</param>
/// <param name="Share">The share, or null.</param>
public sealed record StopLoss(long? Count, double? Share)
{
    /// <summary>Reads <c>100</c>, <c>0.05</c> or <c>"5%"</c>; null for no limit.</summary>
    /// <exception cref="ConnectorException">It is none of these (class settings).</exception>
    public static StopLoss? Parse(JsonElement? maxErrors) => TryParse(maxErrors, out var parsed)
        ? parsed
        : throw new ConnectorException(ErrorClass.Settings, "validation_failed", $"error_handling.max_errors {Wrong(maxErrors!.Value)}");

    /// <summary>What is wrong with a value that <see cref="TryParse"/> does not take.</summary>
    public static string Wrong(JsonElement maxErrors) => $"is '{maxErrors}', but must be a count (100) or a share (0.05 or \"5%\").";

    /// <summary>As <see cref="Parse"/>; false when it is none of these.</summary>
    public static bool TryParse(JsonElement? maxErrors, out StopLoss? parsed)
    {
        parsed = null;
        if (maxErrors is not { ValueKind: not JsonValueKind.Null } given)
            return true;
        var text = given.ToString().Trim();
        var percent = text.EndsWith('%');
        if (!double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number >= 0) || number > (percent ? 100 : long.MaxValue / 2))
            return false;
        var isShare = percent || (number > 0 && number < 1);
        if (!isShare && number != Math.Floor(number))
            return false;
        parsed = isShare ? new(null, percent ? number / 100 : number) : new((long)number, null);
        return true;
    }

    /// <summary>Ends the run when more were rejected than it may have.</summary>
    /// <exception cref="ConnectorException">More were rejected (class data).</exception>
    public void ThrowIfExceeded(long rejected, long read)
    {
        if (rejected > Count || (read > 0 && rejected > Share * read))
        {
            throw new ConnectorException(
                ErrorClass.Data,
                "too_many_errors",
                $"{rejected:N0} of {Quantity.Of(read, "record")} {(rejected == 1 ? "was" : "were")} rejected, more than error_handling.max_errors allows.",
                "Look at the rejected records, correct the rules or the source, and run the pipeline again.");
        }
    }
}
