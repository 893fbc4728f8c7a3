using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.PostgreSql;

public sealed class NumericFormatTests
{
    // What `SELECT encode(numeric_send(x), 'hex')` gives.
    [Theory]
    [InlineData("0", "0000000000000000")]
    [InlineData("0.00", "0000000000000002")]
    [InlineData("-0.00", "0000000000000002")]
    [InlineData("1", "00010000000000000001")]
    [InlineData("-1", "00010000400000000001")]
    [InlineData("10000", "00010001000000000001")]
    [InlineData("12345.678", "0003000100000003000109291a7c")]
    [InlineData("0.1", "0001ffff0000000103e8")]
    [InlineData("0.00001", "0001fffe0000000503e8")]
    [InlineData("100000000", "00010002000000000001")]
    [InlineData("10.50", "0002000000000002000a1388")]
    public void A_number_is_written_as_PostgreSQL_sends_it(string number, string hex)
    {
        Span<byte> target = stackalloc byte[NumericFormat.MaxLength];

        var length = NumericFormat.Write(Decimal38.Parse(number), target);

        Convert.ToHexStringLower(target[..length]).ShouldBe(hex);
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-0.99999999999999999999999999999999999999")]
    [InlineData("1234567890123456789012345678901234567.8")]
    [InlineData("0.00000000000000000000000000000000000001")]
    [InlineData("100000000000000000000000000000000000.00")]
    [InlineData("18446744073709551616.000")]
    public void Every_digit_survives(string number) => RoundTrip(Decimal38.Parse(number)).ShouldBe(number);

    [Fact]
    public void Any_decimal_survives_with_its_scale() => Prop.ForAll<long, long, int>((high, low, pick) =>
    {
        var magnitude = new Int128((ulong)high, (ulong)low) / Decimal38.PowerOfTen((int)((uint)pick % 38) + 1);
        var value = new Decimal38(magnitude, (int)((uint)pick % 39));
        return RoundTrip(value) == value.ToString();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_numbers_are_written_as_decimals_are()
    {
        foreach (var number in new[] { 0, 1, -1, 9999, 10_000, long.MaxValue, long.MinValue })
        {
            var (left, right) = (new byte[NumericFormat.MaxLength], new byte[NumericFormat.MaxLength]);

            NumericFormat.Write(number, left).ShouldBe(NumericFormat.Write(Decimal38.FromInt64(number), right));

            left.ShouldBe(right);
        }
    }

    [Theory]
    [InlineData("00000000c0000000", "NaN")]
    [InlineData("00000000d0000000", "Infinity")]
    [InlineData("00000000f0000000", "-Infinity")]
    [InlineData("000100090000000003e8", "1000000000000000000000000000000000000000")]
    public void What_is_no_decimal_of_38_digits_is_refused_and_told_as_text(string hex, string text)
    {
        var field = Convert.FromHexString(hex);

        NumericFormat.TryRead(field, out _).ShouldBeFalse();

        NumericFormat.ToText(field).ShouldBe(text);
    }

    private static string RoundTrip(Decimal38 value)
    {
        Span<byte> target = stackalloc byte[NumericFormat.MaxLength];
        var length = NumericFormat.Write(value, target);
        NumericFormat.TryRead(target[..length], out var read).ShouldBeTrue();
        NumericFormat.ToText(target[..length]).ShouldBe(value.ToString());
        return read.ToString();
    }
}
