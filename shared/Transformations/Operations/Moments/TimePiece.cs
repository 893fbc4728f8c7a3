namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>A piece of a <see cref="TimePattern"/>.</summary>
/// <param name="Field">What it stands for.</param>
/// <param name="Least">The fewest digits that it is written with and read of.</param>
/// <param name="Most">The most digits.</param>
/// <param name="Text">The text of a literal.</param>
internal sealed record TimePiece(TimeField Field, int Least = 0, int Most = 0, byte[]? Text = null);
