using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Text;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Reads damaged inputs, each made from a valid one by a numbered, repeatable mutation, and counts what came of them.</summary>
internal static class FormatFuzz
{
    private static readonly Dictionary<string, (byte[][] Seeds, string Alphabet, Func<byte[], ReadOptions, IAsyncEnumerable<SourceBatch>> Read)> Targets = new(StringComparer.Ordinal)
    {
        ["csv"] = (FuzzSeeds.Csv, ",;\"'\n\r\t|0-.\\\0\u00e9", ReadCsvAsync),
        ["json"] = (FuzzSeeds.Json, "{}[]\":,\n\\u0-e.\0tfn", (bytes, options) => RecordsJson.ReadAsync(bytes, null, options, default)),
        ["ndjson"] = (FuzzSeeds.Json, "{}[]\":,\n\\u0-e.\0tfn", (bytes, options) => new JsonReader(JsonFraming.Lines, options).ReadAsync(new MemoryStream(bytes), default)),
        ["xml"] = (FuzzSeeds.Xml, "<>/!?-[]&;#x='\" \n\0o", ReadXmlAsync),
        ["xlsx"] = (FuzzSeeds.Xlsx, "<>/='\"0-.rsctv\0P", (bytes, options) => new ExcelReader(new ExcelOptions(), options).ReadAsync(new MemoryStream(bytes), default)),
        ["xls"] = (FuzzSeeds.Xls, "\0\u0001\u00ff\u0080\u0009", (bytes, options) => new ExcelReader(new ExcelOptions(), options).ReadAsync(new MemoryStream(bytes), default)),
        ["gzip"] = (FuzzSeeds.Gzip, "\0\u0001\u00ff\u001f\u008b", ReadGzipAsync),
    };

    /// <summary>The formats, by the names they are asked for.</summary>
    public static IReadOnlyCollection<string> Formats => Targets.Keys;

    /// <summary>Reads inputs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of a format.</summary>
    /// <exception cref="InvalidOperationException">An input ended in anything but records, rejected records or a typed error.</exception>
    public static async Task<FuzzCount> RunAsync(string format, int first, int count)
    {
        var (records, rejected, errors, slowest) = (0L, 0L, 0L, TimeSpan.Zero);
        for (var number = first; number < first + count; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var (read, bad) = await ReadAsync(format, number);
                records += read;
                rejected += bad;
            }
            catch (ConnectorException error) when (error.Class is ErrorClass.Data or ErrorClass.Settings)
            {
                errors++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Input {number} of {format} ended in {error.GetType().Name}: {error.Message}", error);
            }

            var taken = Stopwatch.GetElapsedTime(begun);
            slowest = taken > slowest ? taken : slowest;
        }

        return new FuzzCount(count, records, rejected, errors, slowest);
    }

    /// <summary>The input of that number.</summary>
    public static byte[] Input(string format, int number)
    {
        var random = new Random(number);
        var (seeds, alphabet, _) = Targets[format];
        var seed = seeds[random.Next(seeds.Length)];
        // Half of the workbooks are damaged inside, and zipped again: few would get past the archive's checks otherwise.
        return format == "xlsx" && random.Next(2) == 0 ? MutateParts(seed, random, alphabet) : Mutate(seed, seeds, random, alphabet);
    }

    private static async Task<(int Records, int Rejected)> ReadAsync(string format, int number)
    {
        var small = new ReadOptions { BatchRows = 3, MaxRecordBytes = 200, MaxDepth = 5, MaxFields = 6, MaxSharedBytes = 64 };
        var (records, rejected) = (0, 0);
        await foreach (var read in Targets[format].Read(Input(format, number), number % 3 == 0 ? small : new ReadOptions()))
        {
            // Every value is looked at, so that none is anything that cannot be shown.
            using (read.Batch)
                records += Reading.Lines(read.Batch).Count();
            rejected += read.Rejected.Count;
        }

        return (records, rejected);
    }

    private static async IAsyncEnumerable<SourceBatch> ReadCsvAsync(byte[] bytes, ReadOptions options)
    {
        var settings = new CsvOptions { ShortRecords = bytes.Length % 2 == 0 ? CsvOptions.ShortRecord.Fill : CsvOptions.ShortRecord.Reject, InferDates = true, Escape = bytes.Length % 5 == 0 ? "\\" : null };
        var dialect = CsvDialect.From(settings, (byte)',', "$", new Problems())!;
        dialect = dialect with { Delimiter = CsvDelimiter.Detect(bytes, dialect) };
        var header = CsvHeader.Read(bytes, dialect);
        var schema = CsvInference.Infer(bytes.AsSpan((int)header.DataStart), isWhole: true, header.Names, dialect);
        using var stream = new MemoryStream(bytes) { Position = header.DataStart };
        await foreach (var batch in new CsvReader(dialect, header.Names, options with { Schema = schema, Offset = header.DataStart, Line = header.DataLine }).ReadAsync(stream, default))
            yield return batch;
    }

    private static IAsyncEnumerable<SourceBatch> ReadXmlAsync(byte[] bytes, ReadOptions options) =>
        new XmlReader(XmlLayoutDetector.Detect(bytes, null), new XmlOptions { InferDates = true }, options).ReadAsync(Reading.Trickle(bytes), default);

    private static async IAsyncEnumerable<SourceBatch> ReadGzipAsync(byte[] bytes, ReadOptions options)
    {
        var compressed = new MemoryStream(bytes);
        var plain = new MemoryStream();
        await using (var limited = new ExpansionLimit(new GZipStream(compressed, CompressionMode.Decompress), () => compressed.Position, options.MaxExpansion))
        {
            try
            {
                await limited.CopyToAsync(plain);
            }
            catch (InvalidDataException error)
            {
                // As the file connector says it.
                throw new ConnectorException(ErrorClass.Data, "file_damaged", error.Message, innerException: error);
            }
        }

        await foreach (var batch in new JsonReader(JsonFraming.Lines, options).ReadAsync(new MemoryStream(plain.ToArray()), default))
            yield return batch;
    }

    private static byte[] MutateParts(byte[] seed, Random random, string alphabet)
    {
        var parts = new List<KeyValuePair<string, string>>();
        using (var archive = new ZipArchive(new MemoryStream(seed)))
        {
            foreach (var entry in archive.Entries)
            {
                using var text = new StreamReader(entry.Open());
                parts.Add(new(entry.FullName, text.ReadToEnd()));
            }
        }

        var hit = random.Next(parts.Count);
        var damaged = Mutate(Encoding.UTF8.GetBytes(parts[hit].Value), [seed], random, alphabet);
        parts[hit] = new(parts[hit].Key, Encoding.UTF8.GetString(damaged));
        return Xlsx.Zip(parts, CompressionLevel.NoCompression);
    }

    private static byte[] Mutate(byte[] seed, byte[][] others, Random random, string alphabet)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 24), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 or 3:
                    bytes[at] = (byte)alphabet[random.Next(alphabet.Length)];
                    break;
                case 4:
                    bytes.Insert(at, (byte)alphabet[random.Next(alphabet.Length)]);
                    break;
                case 5:
                    bytes.RemoveRange(at, length);
                    break;
                case 6:
                    bytes.InsertRange(at, Enumerable.Repeat(bytes.GetRange(at, length), random.Next(1, 40)).SelectMany(piece => piece).ToList());
                    break;
                default:
                    var other = others[random.Next(others.Length)];
                    bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(length));
                    break;
            }
        }

        return random.Next(10) == 0 ? [.. bytes.Take(random.Next(bytes.Count + 1))] : [.. bytes];
    }
}
