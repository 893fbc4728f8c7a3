using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes decimals.</summary>
/// <param name="write">Writes one value; false when the table's column cannot hold it.</param>
/// <param name="code">The code of the refusal.</param>
/// <param name="message">The message of the refusal.</param>
internal sealed class DecimalValueWriter(Func<CopyBuffer, Decimal38, bool> write, string code, string message) : ValueWriter
{
    private DecimalColumn? column;

    public override (string Code, string Message) Refusal => (code, message);

    public override void Bind(Column column) => this.column = (DecimalColumn)column;

    public override bool TryWrite(CopyBuffer buffer, int row) => write(buffer, column!.Values[row]);
}
