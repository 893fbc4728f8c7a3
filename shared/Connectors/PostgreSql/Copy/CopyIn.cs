using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>
/// One COPY into a table in the binary format, encoded straight from columns into a pooled buffer. A COPY that fails is left to the
/// connection, whose disposal ends it.
/// </summary>
internal sealed class CopyIn : IDisposable
{
    /// <summary>Bytes collected before they are sent: large enough that the driver passes them on without copying.</summary>
    private const int FlushAt = 128 * 1024;

    private static readonly byte[] Header = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream stream;
    private readonly IReadOnlyList<ColumnLoad> loads;
    private readonly ValueWriter[] writers;
    private readonly bool numbered;
    private readonly CopyBuffer buffer = new(FlushAt + (64 * 1024));
    private readonly RowOrigins origins = new();

    private CopyIn(NpgsqlRawCopyStream stream, Schema schema, IReadOnlyList<ColumnLoad> loads, bool numbered)
    {
        this.stream = stream;
        this.loads = loads;
        writers = [.. loads.Select(load => load.Writer)];
        this.numbered = numbered;
        Schema = schema;
        buffer.Write(Header);
    }

    /// <summary>The schema of the batches it takes.</summary>
    public Schema Schema { get; }

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins a COPY.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="statement">The statement, with one column a load, and one more for the number of the row when <paramref name="numbered"/>.</param>
    /// <param name="schema">The schema of the batches.</param>
    /// <param name="loads">One a field of the schema, in order.</param>
    /// <param name="numbered">Whether every row ends with its number, from 0.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<CopyIn> BeginAsync(
        NpgsqlConnection connection, string statement, Schema schema, IReadOnlyList<ColumnLoad> loads, bool numbered, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync(statement, cancellationToken), schema, loads, numbered);

    /// <summary>Writes the selected rows; those that the columns cannot hold are added to <paramref name="refused"/> instead.</summary>
    public async Task WriteAsync(RecordBatch batch, List<RejectedRecord> refused, CancellationToken cancellationToken)
    {
        for (var i = 0; i < writers.Length; i++)
            writers[i].Bind(batch.Columns[i]);
        origins.Add(Rows, batch);
        var next = 0;
        while (true)
        {
            next = Encode(batch, next, refused);
            if (buffer.Used < FlushAt)
                return;
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Ends the COPY; the server has taken all rows when it returns.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        buffer.WriteInt16(-1);
        await FlushAsync(cancellationToken);
        await stream.DisposeAsync();
    }

    /// <summary>The record that the server's complaint is about, in words; null when it is not known.</summary>
    public string? Blame(PostgresException exception) => PostgreSqlErrors.CopyLine(exception) is { } line ? origins.Describe(line - 1) : null;

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => buffer.Dispose();

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.Written, cancellationToken);
        Bytes += buffer.Used;
        buffer.Used = 0;
    }

    private int Encode(RecordBatch batch, int next, List<RejectedRecord> refused)
    {
        var columns = batch.Columns;
        var fields = (short)(writers.Length + (numbered ? 1 : 0));
        for (; next < batch.Count && buffer.Used < FlushAt; next++)
        {
            var row = batch.RowAt(next);
            var start = buffer.Used;
            buffer.WriteInt16(fields);
            var i = 0;
            for (; i < writers.Length; i++)
            {
                if (!columns[i].IsPresent(row))
                    buffer.WriteInt32(-1);
                else if (!writers[i].TryWrite(buffer, row))
                    break;
            }

            if (i < writers.Length)
            {
                buffer.Used = start;
                refused.Add(Refuse(batch, row, i));
                continue;
            }

            if (numbered)
                buffer.WriteInt64Field(Rows);
            Rows++;
        }

        return next;
    }

    private RejectedRecord Refuse(RecordBatch batch, int row, int column)
    {
        var (code, message) = loads[column].Writer.Refusal;
        var name = loads[column].Column;
        var error = new RecordError("destination", batch.Schema[column].Name, "postgresql", code, $"{message} Column '{name.Name}' is {name.Type}.");
        return new RejectedRecord(batch.Partition, batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row), [error]);
    }
}
