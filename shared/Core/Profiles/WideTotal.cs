using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>An exact sum of squares of up to 128 bits each, without an allocation a value: 32-bit digits whose carries wait.</summary>
internal sealed class WideTotal
{
    private const int Digits = 11;

    // An addition grows a digit by less than 2^35; before a long overflows, carries are taken on.
    private const int AdditionsBeforeCarry = 1 << 26;

    private readonly long[] digits = new long[Digits];
    private int additions;

    /// <summary>Adds the square of a number.</summary>
    public void AddSquare(UInt128 magnitude)
    {
        Span<uint> parts = [(uint)magnitude, (uint)(magnitude >> 32), (uint)(magnitude >> 64), (uint)(magnitude >> 96)];
        for (var i = 0; i < parts.Length; i++)
        {
            for (var j = 0; j < parts.Length; j++)
            {
                var product = (ulong)parts[i] * parts[j];
                digits[i + j] += (uint)product;
                digits[i + j + 1] += (long)(product >> 32);
            }
        }

        if (++additions == AdditionsBeforeCarry)
            Carry();
    }

    /// <summary>The sum.</summary>
    public BigInteger ToBigInteger()
    {
        var sum = BigInteger.Zero;
        for (var i = Digits - 1; i >= 0; i--)
            sum = (sum << 32) + digits[i];
        return sum;
    }

    private void Carry()
    {
        for (var i = 0; i < Digits - 1; i++)
        {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= uint.MaxValue;
        }

        additions = 0;
    }
}
