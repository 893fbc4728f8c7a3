using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The most rejected records a run may have: a count, or a share of the records read.</summary>
internal sealed record StopLoss(long? Count, double? Share)
{
    /// <summary>Reads <c>100</c>, <c>0.05</c> or <c>"5%"</c>; null for no limit.</summary>
    public static StopLoss? Parse(JsonElement? maxErrors)
    {
        if (maxErrors is not { ValueKind: not JsonValueKind.Null } given)
            return null;
        var text = given.ToString().Trim();
        var percent = text.EndsWith('%');
        if (!double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < 0)
            throw new ConnectorException(ErrorClass.Settings, "validation_failed", $"error_handling.max_errors is '{text}', but must be a count (100) or a share (0.05 or \"5%\").");
        if (percent || (number > 0 && number < 1))
            return new(null, percent ? number / 100 : number);
        return new((long)number, null);
    }

    public void ThrowIfExceeded(long rejected, long read)
    {
        if (rejected > Count || (read > 0 && rejected > Share * read))
        {
            throw new ConnectorException(
                ErrorClass.Data,
                "too_many_errors",
                string.Create(CultureInfo.InvariantCulture, $"{rejected} of {read} records were rejected, more than error_handling.max_errors allows."),
                "Look at the rejected records, correct the rules or the source, and run the pipeline again.");
        }
    }
}
