using System.Buffers.Text;
using System.Security.Cryptography;
using DataAggregator.Storage.KeyFile;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Storage;

public sealed class KeyFileSecretProtectorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-key-").FullName;

    private string KeyPath => Path.Combine(folder, "keys", "secrets.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("Zürich 😀 \0 ${x}")]
    public async Task A_secret_comes_back_also_with_the_key_read_anew(string secret)
    {
        var text = await KeyFileSecretProtector.Open(KeyPath).ProtectAsync(secret, CancellationToken.None);

        text.ShouldStartWith("enc:v1:");
        (await KeyFileSecretProtector.Open(KeyPath).UnprotectAsync(text, CancellationToken.None)).ShouldBe(secret);
    }

    [Fact]
    public async Task The_same_secret_is_encrypted_differently_each_time()
    {
        var protector = KeyFileSecretProtector.Open(KeyPath);

        var texts = new[] { await protector.ProtectAsync("same", CancellationToken.None), await protector.ProtectAsync("same", CancellationToken.None) };

        texts[0].ShouldNotBe(texts[1]);
        texts.ShouldAllBe(text => !text.Contains("same"));
    }

    [Fact]
    public async Task A_change_of_any_byte_is_detected()
    {
        var protector = KeyFileSecretProtector.Open(KeyPath);
        var bytes = Base64Url.DecodeFromChars((await protector.ProtectAsync("secret", CancellationToken.None)).AsSpan(7));

        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            await Should.ThrowAsync<CryptographicException>(() => protector.UnprotectAsync("enc:v1:" + Base64Url.EncodeToString(changed), CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("enc:v1:")]
    [InlineData("enc:v1:AAAA")]
    [InlineData("enc:v1:not base64!")]
    [InlineData("enc:v2:AAAA")]
    public async Task What_is_no_protected_secret_is_refused_in_words(string text) =>
        (await Should.ThrowAsync<CryptographicException>(() => KeyFileSecretProtector.Open(KeyPath).UnprotectAsync(text, CancellationToken.None))).Message.ShouldContain("enter it again");

    [Fact]
    public async Task Another_key_is_told_from_a_change()
    {
        var text = await KeyFileSecretProtector.Open(KeyPath).ProtectAsync("secret", CancellationToken.None);
        File.Delete(KeyPath);

        var refused = await Should.ThrowAsync<CryptographicException>(() => KeyFileSecretProtector.Open(KeyPath).UnprotectAsync(text, CancellationToken.None));

        refused.Message.ShouldContain("another key");
    }

    [Fact]
    public async Task Of_many_that_make_the_key_at_once_all_get_the_same()
    {
        var protectors = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyFileSecretProtector.Open(KeyPath))));

        var text = await protectors[0].ProtectAsync("secret", CancellationToken.None);
        foreach (var protector in protectors)
            (await protector.UnprotectAsync(text, CancellationToken.None)).ShouldBe("secret");
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).ShouldBe([KeyPath]);
    }

    [Fact]
    public void The_key_is_for_its_owner_alone_and_refused_when_others_may_read_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        KeyFileSecretProtector.Open(KeyPath);
        File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Should.Throw<CryptographicException>(() => KeyFileSecretProtector.Open(KeyPath)).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public void A_file_that_is_no_key_is_neither_used_nor_overwritten()
    {
        KeyFileSecretProtector.Open(KeyPath);
        File.WriteAllText(KeyPath, "not a key");

        Should.Throw<CryptographicException>(() => KeyFileSecretProtector.Open(KeyPath)).Message.ShouldContain("9 bytes instead of 32");

        File.ReadAllText(KeyPath).ShouldBe("not a key");
    }
}
