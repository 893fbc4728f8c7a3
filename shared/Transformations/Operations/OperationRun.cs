using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>An operation over one batch: what it may read beside its column, and where it says what it could not take.</summary>
/// <param name="scope">The step's view of the batch.</param>
/// <param name="output">The type of the column to make.</param>
/// <param name="others">The columns of <see cref="FieldOperation.Others"/>, in their order.</param>
internal sealed class OperationRun(StepScope scope, DataType output, params IReadOnlyList<Column> others)
{
    private readonly List<(int Row, OperationFailure Failure)> failures = [];

    /// <summary>The rows in the stream, ascending. Those of the column that are not among them mean nothing.</summary>
    public ReadOnlySpan<int> Rows => scope.Rows;

    /// <summary>The row at hand.</summary>
    public int Row { get; set; }

    /// <summary>The type of the column to make.</summary>
    public DataType Output => output;

    /// <summary>Buffers for the value at hand. Its bytes may hold that value's text: an operation uses the characters only.</summary>
    public Scratch Scratch => scope.Scratch;

    /// <summary>What could not be taken, in the order of rows.</summary>
    public IReadOnlyList<(int Row, OperationFailure Failure)> Failures => failures;

    /// <summary>The logical time of the run.</summary>
    public DateTimeOffset LogicalTime => scope.Context.LogicalTime;

    /// <summary>The value of another field in the row at hand; it uses the scratch bytes too.</summary>
    public Value Other(int index) => Value.At(others[index], Row, scope.Scratch);

    /// <summary>Notes that the value at hand cannot be taken.</summary>
    public void Fail(OperationFailure failure) => failures.Add((Row, failure));

    /// <summary>Counts a value that the operation found nothing to change in.</summary>
    public void CountUnmatched() => scope.CountUnmatched();
}
