using DataAggregator.Core.Records;

namespace DataAggregator.Storage.Disk;

/// <summary>Spill files in one folder of the local disk. They have no name for longer than it takes to open them, so a process that is killed leaves none.</summary>
internal sealed class DiskSpillStore(string folder) : ISpillStore
{
    private const int BufferSize = 256 * 1024;

    public Stream Create()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.spill");
        var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferSize, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
