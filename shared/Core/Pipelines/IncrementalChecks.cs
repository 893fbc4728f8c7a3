using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Pipelines;

/// <summary>Checks <c>incremental</c> of a source against what the connector can and what is known of the field.</summary>
internal static class IncrementalChecks
{
    /// <summary>Adds what is wrong with the settings of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="spec">Its connector type.</param>
    /// <param name="isFirst">Whether it is the stream at hand.</param>
    /// <param name="problems">Gets the problems.</param>
    public static void Check(Endpoint source, ConnectorSpec spec, bool isFirst, Problems problems)
    {
        if (source.Incremental is not { } settings)
            return;
        var path = source.IncrementalPath!;
        if (!isFirst)
            problems.Add(path, "is for the first source only: joins and lookups read the others whole. Leave it out.");
        else if (!spec.Capabilities.Contains("incremental"))
            problems.Add(path, $"'{spec.Type}' cannot be read incrementally. Leave it out, or use upsert or append_dedup, so that reading everything again adds nothing twice.");
        if (string.IsNullOrWhiteSpace(settings.CursorField) && (settings.CursorField is not null || !spec.FindsNewByItself))
            problems.Add($"{path}.cursor_field", "is required: the field whose values grow with every new or changed record, such as updated_at.");
        var field = settings.CursorField is { } name ? source.DeclaredSchema?.Find(name) : null;
        if (field is not null && !CursorValue.CanBe(field.Type))
        {
            problems.Add($"{path}.cursor_field", $"'{field.Name}' is declared as {DeclaredSchema.NameOf(field.Type)}; a cursor is a number, date, timestamp or text.");
            return;
        }

        CheckValue(settings, path, field?.Type, problems);
        CheckLookback(settings, $"{path}.lookback", field?.Type, problems);
    }

    private static void CheckValue(IncrementalSettings settings, string path, DataType? type, Problems problems)
    {
        var values = new[] { ("initial_value", IncrementalSettings.TextOf(settings.InitialValue)), ("end_value", IncrementalSettings.TextOf(settings.EndValue)) };
        foreach (var (name, text) in values)
        {
            if (text is not null && settings.CursorField is null)
                problems.Add($"{path}.{name}", "needs a cursor_field.");
            else if (text is not null && type is { } known && CursorValue.Parse(known, text) is null)
                problems.Add($"{path}.{name}", $"is '{text}', but the cursor field is declared as {DeclaredSchema.NameOf(known)}.");
        }
    }

    private static void CheckLookback(IncrementalSettings settings, string path, DataType? type, Problems problems)
    {
        if (IncrementalSettings.TextOf(settings.Lookback) is not { } text)
            return;
        var step = CursorStep.Parse(text);
        if (settings.CursorField is null)
            problems.Add(path, "needs a cursor_field.");
        else if (step is null)
            problems.Add(path, $"is '{text}', but must be a duration (90s, 15m, 6h, 2d, 1w, 1mo) or a number.");
        else if (!step.IsPositive)
            problems.Add(path, "must be more than zero; leave it out to read on exactly where the last run ended.");
        else if (type is { } known && !step.Fits(known))
            problems.Add(path, $"is '{text}', which is no distance of a {DeclaredSchema.NameOf(known)}: give a duration for times, whole days for dates, a number for numbers.");
    }
}
