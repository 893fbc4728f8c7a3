namespace DataAggregator.Core.Incremental;

/// <summary>What a finished run adds to the state of its stream.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">The epoch that finished it; one that was taken over changes nothing.</param>
/// <param name="CursorField">The field that it followed.</param>
/// <param name="Cursor">How far it read; null when it read nothing new.</param>
/// <param name="SourceState">What the source remembers after it.</param>
/// <param name="BaseVersion">The version of the state that it was planned with.</param>
/// <param name="Anew">Whether it read everything, so that its cursor takes the place of the old one.</param>
public sealed record StreamAdvance(string RunId, int Epoch, string? CursorField, CursorMark? Cursor, string? SourceState, int BaseVersion, bool Anew)
{
    /// <summary>The state after the run; it never goes back, unless everything was read anew.</summary>
    public StreamState ApplyTo(StreamState state, DateTimeOffset now) => state with
    {
        Version = state.Version + 1,
        CursorField = CursorField,
        Cursor = Cursor is null ? state.Cursor : Anew ? Cursor : CursorMark.Join(state.CursorField == CursorField ? state.Cursor?.As(Cursor.Type) : null, Cursor),
        SourceState = SourceState ?? state.SourceState,
        UpdatedAt = now,
        RunId = RunId,
        Author = null,
    };
}
