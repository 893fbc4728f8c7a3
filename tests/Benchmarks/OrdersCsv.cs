using System.Globalization;
using System.Text;

namespace DataAggregator.Benchmarks;

/// <summary>The orders of the guide's example as a CSV of eight columns; the same seed gives the same file.</summary>
internal static class OrdersCsv
{
    private static readonly string[] Products = ["wireless mouse", "mechanical keyboard", "usb cable", "27 inch monitor", "laptop stand", "webcam, 1080p", "noise cancelling headphones"];
    private static readonly string[] Statuses = ["completed", "completed", "completed", "pending", "cancelled"];

    public static async Task WriteAsync(string path, int rows)
    {
        var random = new Random(20250115);
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        await writer.WriteLineAsync("order_id,customer_id,product_name,quantity,price,order_date,status,customer_email");
        var line = new StringBuilder();
        for (var i = 1; i <= rows; i++)
        {
            var customer = random.Next(1, 100_000);
            var product = Products[random.Next(Products.Length)];
            line.Clear().Append(CultureInfo.InvariantCulture, $"ORD-{i:D8},CUST-{customer:D6},");
            line.Append(product.Contains(',', StringComparison.Ordinal) ? $"\"{product}\"" : product);
            line.Append(CultureInfo.InvariantCulture, $",{random.Next(1, 9)},{random.Next(100, 99999) / 100m:0.00},2025-{random.Next(1, 13):D2}-{random.Next(1, 29):D2}T{random.Next(24):D2}:{random.Next(60):D2}:00Z,");
            line.Append(CultureInfo.InvariantCulture, $"{Statuses[random.Next(Statuses.Length)]},customer{customer}@example.com\n");
            await writer.WriteAsync(line);
        }
    }
}
