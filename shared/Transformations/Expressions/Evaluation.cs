using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Expressions;

/// <summary>An expression at work on one batch.</summary>
/// <param name="batch">The records.</param>
/// <param name="context">What the expression may know of the run.</param>
/// <param name="onError">Is told of each row that cannot be evaluated, once.</param>
internal sealed class Evaluation(RecordBatch batch, TransformContext context, Action<int, ExpressionError> onError)
{
    private Bitmap? failed;

    /// <summary>The records.</summary>
    public RecordBatch Batch => batch;

    /// <summary>What the expression may know of the run.</summary>
    public TransformContext Context => context;

    /// <summary>Tells that a row cannot be evaluated; of several errors the first counts.</summary>
    public void Fail(int row, ExpressionError error)
    {
        failed ??= new Bitmap(batch.RowCount);
        if (failed[row])
            return;
        failed.Set(row);
        onError(row, error);
    }
}
