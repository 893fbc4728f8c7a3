namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Takes what a function gives, up to a limit.</summary>
internal sealed class LimitedStream(int limit) : MemoryStream
{
    // The other overloads come here.
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Length + count > limit)
            throw FunctionStoppedException.Limited("what it gave is longer than a sixteenth of memory_mb");
        base.Write(buffer, offset, count);
    }
}
