using System.Buffers.Binary;

namespace DataAggregator.Formats.Excel;

/// <summary>The records of an old workbook, one after the other.</summary>
/// <param name="bytes">The workbook's stream.</param>
internal sealed class BiffStream(byte[] bytes)
{
    private int next;

    /// <summary>What the last record is.</summary>
    public BiffRecord Type { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlySpan<byte> Data => bytes.AsSpan(Start, Length);

    /// <summary>Where its content begins in the stream.</summary>
    public int Start { get; private set; }

    private int Length { get; set; }

    /// <summary>Goes to a position.</summary>
    public void MoveTo(uint position)
    {
        if (position >= bytes.Length)
            throw ExcelErrors.Damaged("a sheet begins behind its end.");
        next = (int)position;
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the stream.</returns>
    public bool Read()
    {
        if (next + 4 > bytes.Length)
            return false;
        Type = (BiffRecord)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(next));
        Length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(next + 2));
        Start = next + 4;
        if (Start + Length > bytes.Length)
            throw ExcelErrors.Damaged("it ends within a record.");
        next = Start + Length;
        return true;
    }

    /// <summary>Reads on if the next record continues the last one.</summary>
    public bool ReadContinuation()
    {
        if (next + 4 > bytes.Length || (BiffRecord)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(next)) != BiffRecord.Continue)
            return false;
        return Read();
    }

    /// <summary>A number of two bytes of the record.</summary>
    public int UInt16(int at) => at + 2 <= Length ? BinaryPrimitives.ReadUInt16LittleEndian(Data[at..]) : throw Short();

    /// <summary>A number of four bytes of the record.</summary>
    public uint UInt32(int at) => at + 4 <= Length ? BinaryPrimitives.ReadUInt32LittleEndian(Data[at..]) : throw Short();

    /// <summary>A double of the record.</summary>
    public double Double(int at) => at + 8 <= Length ? BinaryPrimitives.ReadDoubleLittleEndian(Data[at..]) : throw Short();

    /// <summary>A byte of the record.</summary>
    public byte Byte(int at) => at < Length ? Data[at] : throw Short();

    private static Exception Short() => ExcelErrors.Damaged("a record is too short.");
}
