using System.Security.Cryptography;

namespace DataAggregator.Storage.KeyFile;

/// <summary>The local file with the key-encryption key: 32 random bytes that only the owner may read.</summary>
internal static class EncryptionKeyFile
{
    public const int KeySize = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The key; a new one when there is no file. Of several processes that make it at once, one wins and all get its key.</summary>
    /// <exception cref="CryptographicException">The file is no key, or others may read it.</exception>
    public static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
            throw new CryptographicException($"The key file {path} may be read by others than its owner: run 'chmod 600 {path}', and consider its secrets known.");
        var key = File.ReadAllBytes(path);
        return key.Length == KeySize
            ? key
            : throw new CryptographicException($"The key file {path} holds {key.Length} bytes instead of {KeySize}: restore it from a backup. Without it, stored secrets cannot be read.");
    }

    private static void Create(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeySize));
                file.Flush(flushToDisk: true);
            }

            // The whole key appears at once, and only where there is none: a key that is in use is never replaced.
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is read.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
