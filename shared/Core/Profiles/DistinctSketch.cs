using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>
/// Estimates how many different hashes it was given: HyperLogLog (P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, "HyperLogLog: the analysis of a near-optimal
/// cardinality estimation algorithm", 2007) with the estimator of O. Ertl ("New cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6),
/// which needs no correction of small or large counts. 4096 registers: the standard error is 1.04 / 64 = 1.6 %. The same values in any order and any parts give
/// the same estimate.
/// </summary>
internal sealed class DistinctSketch
{
    /// <summary>The relative standard error of an estimate.</summary>
    public const double StandardError = 0.01625;

    private const int IndexBits = 12;
    private const int RankBits = 64 - IndexBits;

    private readonly byte[] registers;

    public DistinctSketch()
        : this(new byte[1 << IndexBits])
    {
    }

    private DistinctSketch(byte[] registers) => this.registers = registers;

    /// <summary>The number of different hashes, about.</summary>
    public long Estimate
    {
        get
        {
            Span<int> counts = stackalloc int[RankBits + 2];
            counts.Clear();
            foreach (var register in registers)
                counts[register]++;
            double size = registers.Length;
            var sum = size * Tau(1 - (counts[RankBits + 1] / size));
            for (var rank = RankBits; rank > 0; rank--)
                sum = 0.5 * (sum + counts[rank]);
            sum += size * Sigma(counts[0] / size);
            return (long)Math.Round(size * size / (2 * Math.Log(2)) / sum);
        }
    }

    public void Add(ulong hash)
    {
        ref var register = ref registers[hash >> RankBits];
        var rank = (byte)(BitOperations.LeadingZeroCount(hash << IndexBits | 1UL << (IndexBits - 1)) + 1);
        if (rank > register)
            register = rank;
    }

    public void Merge(DistinctSketch other)
    {
        for (var i = 0; i < registers.Length; i++)
            registers[i] = Math.Max(registers[i], other.registers[i]);
    }

    public void Write(BinaryWriter writer) => writer.Write(registers);

    public static DistinctSketch Read(BinaryReader reader) => new(reader.ReadBytes(1 << IndexBits));

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        var (sum, weight, before) = (x, 1.0, double.NaN);
        while (sum != before)
        {
            x *= x;
            before = sum;
            sum += x * weight;
            weight += weight;
        }

        return sum;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        var (sum, weight, before) = (1 - x, 1.0, double.NaN);
        while (sum != before)
        {
            x = Math.Sqrt(x);
            before = sum;
            weight *= 0.5;
            sum -= (1 - x) * (1 - x) * weight;
        }

        return sum / 3;
    }
}
