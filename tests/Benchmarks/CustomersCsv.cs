using System.Globalization;
using System.Text;

namespace DataAggregator.Benchmarks;

/// <summary>Customers for the orders of <see cref="OrdersCsv"/>: 100,000 records of four columns; the same file every time.</summary>
internal static class CustomersCsv
{
    private const int Customers = 100_000;

    private static readonly string[] Segments = ["Premium", "Standard", "Basic", "Trial"];
    private static readonly string[] Countries = ["CH", "DE", "FR", "IT", "AT", "US", "JP"];

    public static async Task WriteAsync(string path)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteLineAsync("customer_id,segment,country,credit_limit");
        for (var i = 0; i < Customers; i++)
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"CUST-{i:D6},{Segments[i % Segments.Length]},{Countries[i % Countries.Length]},{(i % 97) * 250}"));
    }
}
