using System.IO.Compression;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>The files that a workbook is a ZIP archive of, and how they refer to each other.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MaxEntries = 10_000;

    private readonly ZipArchive archive;
    private readonly ReadOptions options;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    private XlsxPackage(ZipArchive archive, ReadOptions options)
    {
        this.archive = archive;
        this.options = options;
        foreach (var entry in archive.Entries)
            entries.TryAdd(entry.FullName.TrimStart('/').Replace('\\', '/'), entry);
    }

    /// <summary>Opens the archive; the stream stays open.</summary>
    public static XlsxPackage Open(Stream workbook, ReadOptions options)
    {
        try
        {
            var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaxEntries)
                throw ExcelErrors.Damaged($"it is an archive of more than {MaxEntries} files.");
            return new XlsxPackage(archive, options);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw ExcelErrors.Damaged(problem.Message, problem);
        }
    }

    /// <summary>Opens the part of that path; null when there is none.</summary>
    public XlsxPart? Find(string path) => entries.TryGetValue(path, out var entry) ? XlsxPart.Open(entry, options) : null;

    /// <summary>What a part refers to, by the references' ids.</summary>
    public async Task<Dictionary<string, (string Type, string Path)>> RelationsOfAsync(string path, CancellationToken cancellationToken)
    {
        var slash = path.LastIndexOf('/') + 1;
        var relations = new Dictionary<string, (string Type, string Path)>(StringComparer.Ordinal);
        using var part = Find($"{path[..slash]}_rels/{path[slash..]}.rels");
        if (part is null)
            return relations;
        XmlMarkup markup;
        while ((markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false)) != XmlMarkup.End && relations.Count < MaxEntries)
        {
            if (markup is not (XmlMarkup.Start or XmlMarkup.Empty) || !part.Name.SequenceEqual("Relationship"u8))
                continue;
            if (part.AttributeText("Id"u8) is { } id && part.AttributeText("Target"u8) is { } target)
                relations[id] = (part.AttributeText("Type"u8) ?? "", Resolve(path[..slash], target));
        }

        return relations;
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>();
        foreach (var part in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not (".." or "."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
