using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>One COPY out of the database in the binary format, row by row from a pooled buffer that grows to the longest row.</summary>
internal sealed class CopyOut : IAsyncDisposable
{
    private const int HeaderLength = 19;

    private readonly NpgsqlRawCopyStream stream;
    private readonly (int Start, int Length)[] fields;
    private byte[] data = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int start;
    private int end;
    private bool ended;

    private CopyOut(NpgsqlRawCopyStream stream, int fieldCount)
    {
        this.stream = stream;
        fields = new (int, int)[fieldCount];
    }

    /// <summary>Bytes received.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins a COPY of rows of <paramref name="fieldCount"/> fields.</summary>
    public static async Task<CopyOut> BeginAsync(NpgsqlConnection connection, string statement, int fieldCount, CancellationToken cancellationToken)
    {
        var copy = new CopyOut(await connection.BeginRawBinaryCopyAsync(statement, cancellationToken), fieldCount);
        await copy.FillAsync(HeaderLength, cancellationToken);
        copy.start += HeaderLength + BinaryPrimitives.ReadInt32BigEndian(copy.data.AsSpan(15));
        return copy;
    }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False after the last.</returns>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => TryParseRow() ? new(true) : ReadSlowlyAsync(cancellationToken);

    /// <summary>Whether a field of the row at hand is null.</summary>
    public bool IsNull(int field) => fields[field].Length < 0;

    /// <summary>A field of the row at hand, valid until the next is read.</summary>
    public ReadOnlySpan<byte> this[int field] => data.AsSpan(fields[field].Start, fields[field].Length);

    /// <summary>Ends the COPY; one that was not read to its end is cancelled on the server, not drained.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!ended)
            await stream.CancelAsync();
        await stream.DisposeAsync();
        ArrayPool<byte>.Shared.Return(data);
        data = [];
    }

    private async ValueTask<bool> ReadSlowlyAsync(CancellationToken cancellationToken)
    {
        while (!ended)
        {
            await FillAsync(end - start + 1, cancellationToken);
            if (TryParseRow())
                return true;
        }

        return false;
    }

    /// <summary>Finds the fields of the row at <see cref="start"/>; false when it is not whole yet, or the trailer.</summary>
    private bool TryParseRow()
    {
        var position = start;
        if (end - position < 2)
            return false;
        if (BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(position)) < 0)
        {
            // The trailer; the server's confirmation still has to be read, which ends the stream.
            start = position + 2;
            return false;
        }

        position += 2;
        for (var i = 0; i < fields.Length; i++)
        {
            if (end - position < 4)
                return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(position));
            position += 4;
            if (length > end - position)
                return false;
            fields[i] = (position, length);
            position += Math.Max(length, 0);
        }

        start = position;
        return true;
    }

    /// <summary>Reads until at least <paramref name="wanted"/> bytes are there, or the stream ends.</summary>
    private async ValueTask FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (start == end)
            start = end = 0;
        while (end - start < wanted)
        {
            if (end == data.Length)
                MakeRoom();
            // Until a read has succeeded, the COPY counts as ended: after an error there is nothing left to cancel.
            ended = true;
            var count = await stream.ReadAsync(data.AsMemory(end), cancellationToken);
            if (count == 0)
                return;
            ended = false;

            end += count;
            Bytes += count;
        }
    }

    private void MakeRoom()
    {
        var target = start > data.Length / 2 ? data : ArrayPool<byte>.Shared.Rent((int)Math.Min(data.Length * 2L, Array.MaxLength));
        data.AsSpan(start, end - start).CopyTo(target);
        if (target != data)
            ArrayPool<byte>.Shared.Return(data);
        (data, end, start) = (target, end - start, 0);
    }
}
