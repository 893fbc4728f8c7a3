using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Reads a partition in one snapshot: a COPY decoded into columns, batch by batch.</summary>
internal sealed class PartitionReader : IAsyncDisposable
{
    private const long MaxBatchBytes = 4 << 20;

    private readonly NpgsqlConnection connection;
    private readonly PostgreSqlOptions options;
    private readonly ReadRequest request;
    private readonly PartitionState state;
    private readonly int batchSize;
    private readonly ColumnBuilder[] builders;
    private readonly ValueReader[] readers;
    private CopyOut? copy;
    private long nextOrdinal;
    private bool pending;

    private PartitionReader(NpgsqlConnection connection, PostgreSqlOptions options, ReadRequest request, PartitionState state, int batchSize)
    {
        this.connection = connection;
        this.options = options;
        this.request = request;
        this.state = state;
        this.batchSize = batchSize;
        builders = [.. request.Schema.Select(field => ColumnBuilder.For(field.Type, batchSize))];
        readers = [.. builders.Select(ValueReader.For)];
        nextOrdinal = request.FirstOrdinal;
    }

    /// <summary>Begins to read.</summary>
    /// <param name="connection">A connection of its own, which it disposes.</param>
    /// <param name="options">The settings.</param>
    /// <param name="from">What stands behind FROM: a table or a query in brackets.</param>
    /// <param name="request">What to read.</param>
    /// <param name="batchSize">Records a batch.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PartitionReader> BeginAsync(
        NpgsqlConnection connection, PostgreSqlOptions options, string from, ReadRequest request, int batchSize, CancellationToken cancellationToken)
    {
        var state = PartitionState.Parse(request.Partition.State);
        var reader = new PartitionReader(connection, options, request, state, batchSize);
        try
        {
            // Blocks are read in their order only by one process that starts at the first.
            await using (var begin = new NpgsqlCommand(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0", connection))
            {
                await begin.ExecuteNonQueryAsync(cancellationToken);
            }

            if (state.Cursor is { } cursor)
                await cursor.SetAsync(connection, cancellationToken);
            var expressions = request.Schema.Select(field => $"{TableName.Quote(field.Name)}::{ValueReader.SelectType(field.Type)}").ToList();
            if (state.PositionExpression is { } position)
                expressions.Add(position);
            var statement = $"COPY (SELECT {string.Join(", ", expressions)} FROM {from}{state.Clause(request.Position, request.FirstOrdinal)}) TO STDOUT (FORMAT BINARY)";
            reader.copy = await CopyOut.BeginAsync(connection, statement, expressions.Count, cancellationToken);
            return reader;
        }
        catch (Exception exception)
        {
            await reader.DisposeAsync();
            if (exception is NpgsqlException known)
                throw PostgreSqlErrors.Translate(known, options);
            throw;
        }
    }

    /// <summary>The next batch, or null at the end.</summary>
    /// <exception cref="ConnectorException">The connection broke, or the server gave up.</exception>
    public async Task<SourceBatch?> ReadBatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var bytesBefore = copy!.Bytes;
            var firstOrdinal = nextOrdinal;
            var rows = 0;
            string? position = null;
            var rejected = new List<RejectedRecord>();
            // A row without a value for its place ends the batch, since ordinals run through it without a gap.
            while (rows < batchSize && (pending || await copy.ReadAsync(cancellationToken)))
            {
                if (FindRefused() is { } refused)
                {
                    pending = rows > 0;
                    if (pending)
                        break;
                    rejected.Add(Reject(refused));
                    firstOrdinal = nextOrdinal + 1;
                }
                else
                {
                    pending = false;
                    AppendRow();
                    rows++;
                }

                nextOrdinal++;
                position = Position();
                if ((rows & 63) == 0 && (Size() >= MaxBatchBytes || rejected.Count >= batchSize))
                    break;
            }

            if (rows == 0 && rejected.Count == 0)
                return null;
            var batch = new RecordBatch(request.Schema, [.. builders.Select(builder => builder.Build())], rows, request.Partition.Index, firstOrdinal);
            return new SourceBatch(batch, position, rejected, copy.Bytes - bytesBefore);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, options);
        }
    }

    /// <summary>Ends the COPY, the snapshot and the connection's use.</summary>
    public async ValueTask DisposeAsync()
    {
        if (copy is not null)
            await copy.DisposeAsync();
        foreach (var builder in builders)
            builder.Build().Release();
        await connection.DisposeAsync();
    }

    private int? FindRefused()
    {
        for (var i = 0; i < readers.Length; i++)
        {
            if (!copy!.IsNull(i) && !readers[i].TryRead(copy[i]))
                return i;
        }

        return null;
    }

    private void AppendRow()
    {
        for (var i = 0; i < readers.Length; i++)
        {
            if (copy!.IsNull(i))
                builders[i].AppendNull();
            else
                readers[i].Append(copy[i]);
        }
    }

    private long Size()
    {
        var size = 0L;
        foreach (var builder in builders)
            size += builder.SizeInBytes;
        return size;
    }

    private string? Position()
    {
        if (state.PositionExpression is null)
            return null;
        var value = copy![readers.Length];
        return state.Kind == PartitionState.ByKey
            ? BinaryPrimitives.ReadInt64BigEndian(value).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"({BinaryPrimitives.ReadUInt32BigEndian(value)},{BinaryPrimitives.ReadUInt16BigEndian(value[4..])})");
    }

    private RejectedRecord Reject(int column)
    {
        var (code, message, _) = readers[column].Refuse(copy![column]);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            for (var i = 0; i < readers.Length; i++)
            {
                writer.WritePropertyName(request.Schema[i].Name);
                WriteField(writer, i);
            }

            writer.WriteEndObject();
        }

        var field = request.Schema[column];
        var error = new RecordError("source", field.Name, "postgresql", code, $"{message} Column '{field.Name}' is {field.SourceType ?? field.Type.ToString()}.");
        return new RejectedRecord(request.Partition.Index, nextOrdinal, buffer.WrittenMemory, [error]);
    }

    private void WriteField(Utf8JsonWriter writer, int index)
    {
        if (copy!.IsNull(index))
        {
            writer.WriteNullValue();
            return;
        }

        var builder = ColumnBuilder.For(request.Schema[index].Type, 1);
        var reader = ValueReader.For(builder);
        var readable = reader.TryRead(copy[index]);
        if (readable)
            reader.Append(copy[index]);
        var column = builder.Build();
        if (readable)
            RecordJson.WriteValue(writer, column, 0);
        else
            writer.WriteStringValue(reader.Refuse(copy[index]).Text);
        column.Release();
        builder.Build().Release();
    }
}
