using System.Text.Json.Serialization;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Functions.States;

/// <summary>How far a stream was read, or what a change of that led to.</summary>
/// <param name="Stream">The stream: the source's name, else what it reads.</param>
/// <param name="CursorField">The field that is followed.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Value">The value that was read up to and including; null when nothing was read, or all is to be read again.</param>
/// <param name="KnownRecords">How many records with exactly this value were read; the next run leaves them out.</param>
/// <param name="SourceState">What the source remembers by itself, such as the files that were read.</param>
/// <param name="Version">Counts the stream's changes.</param>
/// <param name="UpdatedAt">When it was changed.</param>
/// <param name="RunId">The run that changed it; null when a user did.</param>
/// <param name="Author">The user who changed it; null when a run did.</param>
public sealed record StreamStateAnswer(
    string Stream,
    string? CursorField,
    string? Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value,
    int KnownRecords,
    string? SourceState,
    int Version,
    DateTimeOffset UpdatedAt,
    string? RunId,
    string? Author)
{
    internal static StreamStateAnswer Of(StreamState state) => new(
        state.Stream,
        state.CursorField,
        state.Cursor is { } cursor ? DeclaredSchema.NameOf(cursor.Type) : null,
        state.Cursor?.Value,
        state.Cursor?.Digests.Length ?? 0,
        state.SourceState,
        state.Version,
        state.UpdatedAt,
        state.RunId,
        state.Author);
}
