using System.Buffers.Binary;
using System.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>The container that old workbooks are kept in: streams in chains of sectors, like a small file system. Read whole, and mistrusted: chains are followed no further than the file is long.</summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFFFFFA;
    private const int HeaderBytes = 512;
    private const int EntryBytes = 128;
    private const int FirstSectorsInHeader = 109;
    private const int SmallStreamBytes = 4096;

    private readonly byte[] file;
    private readonly int sectorBytes;
    private readonly List<uint> table = [];

    private CompoundFile(byte[] file)
    {
        this.file = file;
        var shift = file.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(30));
        if (shift is not (9 or 12))
            throw ExcelErrors.Damaged("its header is none.");
        sectorBytes = 1 << shift;
        ReadTable();
    }

    /// <summary>The bytes of the first stream there is of these names; null when there is none.</summary>
    public static byte[]? ReadStream(byte[] file, params ReadOnlySpan<string> names)
    {
        var container = new CompoundFile(file);
        var directory = container.Follow(container.UInt32(48), file.Length);
        foreach (var name in names)
        {
            for (var at = 0; at + EntryBytes <= directory.Length; at += EntryBytes)
            {
                if (NameOf(directory.AsSpan(at, EntryBytes)) == name)
                    return container.ReadEntry(directory, at);
            }
        }

        return null;
    }

    private static string NameOf(ReadOnlySpan<byte> entry)
    {
        var bytes = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2;
        return bytes is > 0 and <= 62 ? Encoding.Unicode.GetString(entry[..bytes]) : "";
    }

    private byte[] ReadEntry(byte[] directory, int at)
    {
        var first = BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at + 116));
        var size = BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at + 120));
        if (size > file.Length)
            throw ExcelErrors.Damaged("one of its streams is longer than itself.");
        return size < SmallStreamBytes ? ReadSmall(directory, first, (int)size) : Follow(first, (int)size);
    }

    /// <summary>Small streams stand in sectors of 64 bytes within a stream of their own, which is the root entry's.</summary>
    private byte[] ReadSmall(byte[] directory, uint sector, int size)
    {
        const int smallSector = 64;
        var container = Follow(BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(116)), file.Length);
        var links = Follow(UInt32(60), file.Length);
        var result = new byte[size];
        for (var done = 0; done < size; done += smallSector)
        {
            var length = Math.Min(smallSector, size - done);
            if (sector >= container.Length / smallSector || sector >= links.Length / sizeof(uint) || ((int)sector * smallSector) + length > container.Length)
                throw ExcelErrors.Damaged("a chain of its sectors is broken.");
            container.AsSpan((int)sector * smallSector, length).CopyTo(result.AsSpan(done));
            sector = BinaryPrimitives.ReadUInt32LittleEndian(links.AsSpan((int)sector * sizeof(uint)));
        }

        return result;
    }

    private byte[] Follow(uint sector, int maxBytes)
    {
        var result = new MemoryStream();
        while (sector < LastSector && result.Length < maxBytes)
        {
            result.Write(SectorAt(sector));
            if (sector >= table.Count || result.Length > file.Length + sectorBytes)
                throw ExcelErrors.Damaged("a chain of its sectors is broken.");
            sector = table[(int)sector];
        }

        return result.Length <= maxBytes ? result.ToArray() : result.ToArray()[..maxBytes];
    }

    private void ReadTable()
    {
        for (var i = 0; i < FirstSectorsInHeader; i++)
            AddToTable(UInt32(76 + (i * sizeof(uint))));
        var next = UInt32(68);
        for (var left = file.Length / sectorBytes; next < LastSector && left > 0; left--)
        {
            var sectors = SectorAt(next);
            for (var at = 0; at + sizeof(uint) < sectorBytes; at += sizeof(uint))
                AddToTable(BinaryPrimitives.ReadUInt32LittleEndian(sectors[at..]));
            next = BinaryPrimitives.ReadUInt32LittleEndian(sectors[(sectorBytes - sizeof(uint))..]);
        }
    }

    private void AddToTable(uint sector)
    {
        if (sector >= LastSector)
            return;
        // No more links than there are sectors, and some for the last, half-filled one.
        if (table.Count > (file.Length / sectorBytes) + sectorBytes)
            throw ExcelErrors.Damaged("its table of sectors is longer than itself.");
        var links = SectorAt(sector);
        for (var at = 0; at < sectorBytes; at += sizeof(uint))
            table.Add(BinaryPrimitives.ReadUInt32LittleEndian(links[at..]));
    }

    private ReadOnlySpan<byte> SectorAt(uint sector)
    {
        var start = ((long)sector + 1) * sectorBytes;
        if (start >= file.Length)
            throw ExcelErrors.Damaged("a chain of its sectors leads out of it.");
        if (start + sectorBytes <= file.Length)
            return file.AsSpan((int)start, sectorBytes);
        // The last sector may be cut off.
        var whole = new byte[sectorBytes];
        file.AsSpan((int)start).CopyTo(whole);
        return whole;
    }

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
}
