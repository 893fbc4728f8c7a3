using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>
/// One COPY into a table, encoded straight from columns into a pooled buffer, in the form that is the least work for the server: text for
/// rows that are mostly text, else binary. A COPY that the server refuses ends with that error, and leaves the connection fit for use.
/// </summary>
internal sealed class CopyIn : IDisposable
{
    /// <summary>Bytes collected before they are sent: large enough that the driver passes them on without copying.</summary>
    private const int FlushAt = 128 * 1024;

    private static readonly byte[] Header = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Stream stream;
    private readonly IReadOnlyList<ColumnLoad> loads;
    private readonly ValueWriter[] writers;
    private readonly bool isText;
    private readonly bool numbered;
    private readonly CopyBuffer buffer = new(FlushAt + (64 * 1024));

    private CopyIn(Stream stream, Schema schema, IReadOnlyList<ColumnLoad> loads, ValueWriter[]? textWriters, bool numbered)
    {
        this.stream = stream;
        this.loads = loads;
        this.numbered = numbered;
        isText = textWriters is not null;
        writers = textWriters ?? [.. loads.Select(load => load.Writer)];
        Schema = schema;
        if (!isText)
            buffer.Write(Header);
    }

    /// <summary>The schema of the batches it takes.</summary>
    public Schema Schema { get; }

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins a COPY of rows as they are.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="target">The table, and its columns in the order of the loads: <c>orders (id, price)</c>.</param>
    /// <param name="schema">The schema of the batches.</param>
    /// <param name="loads">One a field of the schema, in order.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<CopyIn> BeginAsync(NpgsqlConnection connection, string target, Schema schema, IReadOnlyList<ColumnLoad> loads, CancellationToken cancellationToken)
    {
        if (TextForm.WritersFor(schema, loads) is not { } textWriters)
            return new(await connection.BeginRawBinaryCopyAsync($"COPY {target} FROM STDIN (FORMAT BINARY)", cancellationToken), schema, loads, null, numbered: false);
        var writer = await connection.BeginTextImportAsync($"COPY {target} FROM STDIN (FORMAT TEXT)", cancellationToken);
        return new(writer.BaseStream, schema, loads, textWriters, numbered: false);
    }

    /// <summary>Begins a COPY of rows that end with their number, from 0; <paramref name="target"/> has one more column for it.</summary>
    public static async Task<CopyIn> BeginNumberedAsync(
        NpgsqlConnection connection, string target, Schema schema, IReadOnlyList<ColumnLoad> loads, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync($"COPY {target} FROM STDIN (FORMAT BINARY)", cancellationToken), schema, loads, null, numbered: true);

    /// <summary>Writes the selected rows; those that the columns cannot hold are added to <paramref name="refused"/> instead.</summary>
    public async Task WriteAsync(RecordBatch batch, List<RejectedRecord> refused, CancellationToken cancellationToken)
    {
        for (var i = 0; i < writers.Length; i++)
            writers[i].Bind(batch.Columns[i]);
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
        if (!isText)
            buffer.WriteInt16(-1);
        await FlushAsync(cancellationToken);
        await stream.DisposeAsync();
    }

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
            if (!isText)
                buffer.WriteInt16(fields);
            var i = 0;
            for (; i < writers.Length; i++)
            {
                if (!columns[i].IsPresent(row))
                    WriteNull();
                else if (!writers[i].TryWrite(buffer, row))
                    break;
            }

            if (i < writers.Length)
            {
                buffer.Used = start;
                refused.Add(Refuse(batch, row, i));
                continue;
            }

            if (isText)
                buffer.ReplaceLast((byte)'\n');
            else if (numbered)
                buffer.WriteInt64Field(Rows);
            Rows++;
        }

        return next;
    }

    private void WriteNull()
    {
        if (isText)
            buffer.Write(TextForm.Null);
        else
            buffer.WriteInt32(-1);
    }

    private RejectedRecord Refuse(RecordBatch batch, int row, int column)
    {
        var (code, message) = writers[column].Refusal;
        var name = loads[column].Column;
        var error = new RecordError("destination", batch.Schema[column].Name, "postgresql", code, $"{message} Column '{name.Name}' is {name.Type}.");
        return new RejectedRecord(batch.Partition, batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row), [error]);
    }
}
