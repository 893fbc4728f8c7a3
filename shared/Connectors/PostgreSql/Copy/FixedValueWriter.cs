using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes values of a fixed width that the column of the table holds all of, or most of.</summary>
/// <param name="write">Writes one value; false when the table's column cannot hold it.</param>
/// <param name="code">The code of the refusal.</param>
/// <param name="message">The message of the refusal.</param>
/// <typeparam name="T">As of <see cref="FixedColumn{T}"/>.</typeparam>
internal sealed class FixedValueWriter<T>(Func<CopyBuffer, T, bool> write, string code, string message) : ValueWriter
    where T : unmanaged
{
    private FixedColumn<T>? column;

    public override (string Code, string Message) Refusal => (code, message);

    public override void Bind(Column column) => this.column = (FixedColumn<T>)column;

    public override bool TryWrite(CopyBuffer buffer, int row) => write(buffer, column!.Values[row]);
}
