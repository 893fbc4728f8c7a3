using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>What a run wants to read of a source that is read incrementally, before the type of the cursor field is known.</summary>
/// <param name="Settings">The source's settings.</param>
/// <param name="From">How far runs before have read; null when everything is to be read.</param>
/// <param name="SourceState">What the source itself remembered of runs before; null when everything is to be read.</param>
/// <param name="Bounds">The part that a backfill reads, or null.</param>
public sealed record CursorRequest(IncrementalSettings Settings, CursorMark? From, string? SourceState, CursorBounds? Bounds = null)
{
    /// <summary>The window to read, or null where there is no cursor field.</summary>
    /// <param name="schema">The source's fields; those of an empty answer may be unknown.</param>
    /// <exception cref="ConnectorException">The field is missing or of a type without an order, or a setting does not fit the type (settings).</exception>
    public CursorWindow? ToWindow(Schema? schema)
    {
        if (Settings.CursorField is not { } name)
            return null;
        var field = schema?.Find(name);
        if (field is null && schema?.Count > 0)
            throw Wrong("cursor_field_missing", $"The source has no field '{name}', which incremental.cursor_field names.", $"Its fields: {string.Join(", ", schema.Select(known => known.Name).Take(20))}.");
        if (field is not null && !CursorValue.CanBe(field.Type))
            throw NoOrder(name, field.Type);
        var from = field is null ? From : From?.As(field.Type);
        if (From is not null && from is null)
            throw Wrong("cursor_type_changed", $"The field '{name}' is {Word(field!.Type)} now, but the cursor '{From.Value}' is of the type {Word(From.Type)}.", "Declare the type under schema.fields, or set the state anew.");
        var type = field?.Type ?? from?.Type;
        return Bounds is not null ? Bounded(name, type, Bounds) : Following(name, type, from);
    }

    /// <summary>The failure of a field whose values have no order.</summary>
    internal static ConnectorException NoOrder(string field, DataType type) => Wrong(
        "cursor_type", $"The field '{field}' is {Word(type)}, which cannot be a cursor.", "Choose a number, date, timestamp or text, or declare the field's type under schema.fields.");

    private static CursorWindow Bounded(string name, DataType? type, CursorBounds bounds) => new()
    {
        Field = name,
        Type = type,
        From = Checked(type, "from", bounds.From),
        Until = Checked(type, "to", bounds.To),
        Nulls = NullPolicy.Exclude,
    };

    private CursorWindow Following(string name, DataType? type, CursorMark? from)
    {
        var lookback = IncrementalSettings.TextOf(Settings.Lookback);
        var readsAgain = from is not null && lookback is not null;
        return new CursorWindow
        {
            Field = name,
            Type = type,
            From = from is null ? Checked(type, "incremental.initial_value", IncrementalSettings.TextOf(Settings.InitialValue)) : readsAgain ? Back(from!, lookback!) : from.Value,
            FromExcluded = from is { TooMany: true } && !readsAgain,
            Known = from is null || readsAgain ? [] : from.Keys,
            Until = Checked(type, "incremental.end_value", IncrementalSettings.TextOf(Settings.EndValue)),
            Nulls = Settings.NullPolicy == NullPolicy.Include && from is not null ? NullPolicy.Exclude : Settings.NullPolicy,
        };
    }

    private static string Back(CursorMark from, string lookback)
    {
        if (CursorStep.Parse(lookback) is not { } step || !step.Fits(from.Type))
        {
            throw Wrong(
                "validation_failed",
                $"incremental.lookback is '{lookback}', which does not fit a cursor of the type {Word(from.Type)}.",
                from.Type == DataType.String ? "Text has no distance: declare the field's type under schema.fields, such as timestamp." : "Give a duration such as 2h for times, 2d for dates, a number for numbers.");
        }

        return step.From(from.Cursor, -1)?.ToString() ?? from.Value;
    }

    private static string? Checked(DataType? type, string setting, string? text)
    {
        if (text is null || type is not { } known)
            return text;
        return CursorValue.Parse(known, text)?.ToString()
            ?? throw Wrong("validation_failed", $"{setting} is '{text}', but the cursor field is {Word(known)}.", "Give a value of the field's type.");
    }

    private static string Word(DataType type) => DeclaredSchema.NameOf(type);

    private static ConnectorException Wrong(string code, string message, string hint) => new(ErrorClass.Settings, code, message, hint);
}
