using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes the values of one column as fields of COPY's binary format.</summary>
internal abstract class ValueWriter
{
    /// <summary>Takes the column of the next batch.</summary>
    public abstract void Bind(Column column);

    /// <summary>Writes the value of a row that has one, its length first.</summary>
    /// <returns>False when the column of the table cannot hold the value; <see cref="Refusal"/> then says why.</returns>
    public abstract bool TryWrite(CopyBuffer buffer, int row);

    /// <summary>Why the last value was not written.</summary>
    public virtual (string Code, string Message) Refusal => throw new NotSupportedException($"{GetType().Name} writes every value.");
}
