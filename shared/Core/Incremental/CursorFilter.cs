using System.Runtime.InteropServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>
/// Leaves the records of a window in the stream, and notes how far they reach. It stands behind every source: one that asks its server for
/// the window only saves the way, and one that cannot gives the same result.
/// </summary>
/// <param name="window">The window.</param>
public sealed class CursorFilter(CursorWindow window)
{
    private readonly HashSet<UInt128> known = [.. MemoryMarshal.Cast<byte, UInt128>(window.Known).ToArray()];
    private readonly HashSet<UInt128> keys = [];
    private DataType? type = window.Type;
    private CursorValue? from;
    private CursorValue? until;
    private CursorValue? greatest;

    /// <summary>How far the records reached that passed; null when there were none.</summary>
    public CursorMark? Mark => greatest is null ? null : CursorMark.Of(greatest, keys);

    /// <summary>The records of a batch that are in the window; the caller disposes both batches.</summary>
    /// <exception cref="ConnectorException">The field has values of another type (data), or none where that is not allowed (data).</exception>
    public RecordBatch Apply(RecordBatch batch)
    {
        var field = batch.Find(window.Field);
        var column = field is null ? null : ColumnOf(field);
        var kept = new int[batch.Count];
        var count = 0;
        var best = -1;
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            if (field?.IsPresent(row) != true)
            {
                if (KeepsNull())
                    kept[count++] = row;
                continue;
            }

            if (!IsWithin(column!, row) || IsKnown(batch, column!, row))
                continue;
            kept[count++] = row;
            if (best < 0 || column!.CompareRows(row, best) > 0)
                best = row;
        }

        if (best >= 0)
            Note(batch, column!, best, kept.AsSpan(0, count), field!);
        return count == batch.Count ? batch.Share() : batch.Select(kept[..count]);
    }

    private CursorColumn? ColumnOf(Column field)
    {
        if (type is null && CursorValue.CanBe(field.Type))
            type = field.Type;
        if (type is { } known && from is null && until is null)
            (from, until) = (Parse(known, window.From), Parse(known, window.Until));
        if (type is { } expected && CursorColumn.Of(field, expected) is { } column)
            return column;
        // A column without a single value has whatever type its source gave it.
        for (var row = 0; row < field.Length; row++)
        {
            if (field.IsPresent(row))
                throw type is { } planned ? Mixed(planned, field.Type) : CursorRequest.NoOrder(window.Field, field.Type);
        }

        return null;
    }

    private CursorValue? Parse(DataType expected, string? text) => text is null ? null : CursorValue.Parse(expected, text) ?? throw new ConnectorException(
        ErrorClass.Settings, "validation_failed", $"The bound '{text}' of the cursor field '{window.Field}' is no {DeclaredSchema.NameOf(expected)}.", "Correct incremental.initial_value, end_value or the state.");

    private ConnectorException Mixed(DataType planned, DataType found) => new(
        ErrorClass.Data,
        "cursor_type_changed",
        $"The cursor field '{window.Field}' has values of the type {DeclaredSchema.NameOf(found)}, but was planned as {DeclaredSchema.NameOf(planned)}.",
        "Declare the field's type under schema.fields.");

    private bool KeepsNull() => window.Nulls switch
    {
        NullPolicy.Include => true,
        NullPolicy.Exclude => false,
        _ => throw new ConnectorException(
            ErrorClass.Data, "cursor_null", $"A record has no value in the cursor field '{window.Field}', and null_policy is fail.", "Correct the source, or set incremental.null_policy to include or exclude."),
    };

    private bool IsWithin(CursorColumn column, int row)
    {
        if (window.IsEmpty)
            return false;
        if (from is not null && column.Compare(row, from) is var low && (low < 0 || (low == 0 && window.FromExcluded)))
            return false;
        return until is null || column.Compare(row, until) is var high && (high < 0 || (high == 0 && window.UntilIncluded));
    }

    private bool IsKnown(RecordBatch batch, CursorColumn column, int row) =>
        known.Count > 0 && column.Compare(row, from!) == 0 && known.Contains(RecordDigest.Of(batch, row, window.Key));

    private void Note(RecordBatch batch, CursorColumn column, int best, ReadOnlySpan<int> kept, Column field)
    {
        var order = greatest is null ? 1 : column.Compare(best, greatest);
        if (order < 0)
            return;
        if (order > 0)
        {
            greatest = column.ValueAt(best);
            keys.Clear();
        }

        foreach (var row in kept)
        {
            if (keys.Count <= CursorMark.MaxKeys && field.IsPresent(row) && column.CompareRows(row, best) == 0)
                keys.Add(RecordDigest.Of(batch, row, window.Key));
        }
    }
}
