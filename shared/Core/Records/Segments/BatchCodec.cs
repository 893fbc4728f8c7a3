namespace DataAggregator.Core.Records;

/// <summary>Writes a batch as the content of a block, and reads it back: schema, place, which rows, then one column after the other.</summary>
internal static class BatchCodec
{
    /// <summary>Writes the selected rows.</summary>
    public static void Write(SegmentContent content, RecordBatch batch)
    {
        var rows = batch.Selection;
        var isDense = batch.IsDense;
        content.WriteSchema(batch.Schema);
        content.WriteInt32(batch.Partition);
        content.WriteInt64(batch.FirstOrdinal);
        content.WriteInt32(batch.RowCount);
        content.WriteByte(isDense ? (byte)1 : (byte)0);
        if (!isDense)
        {
            content.WriteInt32(rows.Length);
            content.WriteRaw(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows));
        }

        foreach (var column in batch.Columns)
        {
            if (isDense)
            {
                ColumnCodec.Write(content, column);
                continue;
            }

            var taken = column.Take(rows);
            ColumnCodec.Write(content, taken);
            taken.Release();
        }
    }

    /// <summary>The batch; rows that were left out are there, empty and not selected, so that the others keep their ordinals.</summary>
    /// <exception cref="SegmentDamagedException">The content does not add up.</exception>
    public static RecordBatch Read(ReadOnlySpan<byte> content)
    {
        var reader = new SegmentContentReader(content);
        var schema = reader.ReadSchema();
        var partition = reader.ReadInt32();
        var firstOrdinal = reader.ReadInt64();
        var rowCount = reader.ReadInt32();
        var rows = reader.ReadByte() == 1 ? null : ReadRows(ref reader, rowCount);
        var columns = new Column[schema.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = ColumnCodec.Read(ref reader, schema[i].Type, rows, rowCount);
        if (!reader.IsAtEnd)
            throw SegmentContentReader.Damaged();
        return new RecordBatch(schema, columns, rowCount, partition, firstOrdinal, rows);
    }

    private static int[] ReadRows(ref SegmentContentReader reader, int rowCount)
    {
        var rows = new int[reader.ReadCount(sizeof(int))];
        var before = -1;
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = reader.ReadInt32();
            if (rows[i] <= before || rows[i] >= rowCount)
                throw SegmentContentReader.Damaged();
            before = rows[i];
        }

        return rows;
    }
}
