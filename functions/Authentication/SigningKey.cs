using System.Security.Cryptography;

namespace DataAggregator.Functions.Authentication;

/// <summary>The key that access tokens are signed with, in a file of its own.</summary>
internal static class SigningKey
{
    private const int Bytes = 32;

    /// <summary>The key; made, readable by its owner alone, when the file is not there.</summary>
    /// <exception cref="InvalidDataException">The file holds no key.</exception>
    public static byte[] Read(string path)
    {
        Create(path);
        var key = File.ReadAllBytes(path);
        return key.Length == Bytes ? key : throw new InvalidDataException($"'{path}' is no signing key: it has {key.Length} bytes instead of {Bytes}. Delete it to have a new one made; everybody then signs in again.");
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (File.Exists(path))
            return;
        using var file = new FileStream(path, options);
        file.Write(RandomNumberGenerator.GetBytes(Bytes));
    }
}
