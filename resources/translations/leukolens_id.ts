<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>CaseWords</name>
    <message>
        <source>Standard</source>
        <translation>Standar</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Tinggi</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Tidak berlaku</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Tidak diketahui</translation>
    </message>
    <message>
        <source>Blood</source>
        <translation>Darah</translation>
    </message>
    <message>
        <source>Bone marrow</source>
        <translation>Sumsum tulang</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Lainnya</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Belum ditandatangani</translation>
    </message>
    <message>
        <source>Awaiting second signature</source>
        <translation>Menunggu tanda tangan kedua</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Sudah ditandatangani</translation>
    </message>
    <message>
        <source>NCI risk group: %1</source>
        <extracomment>%1 is &quot;Standard&quot;, &quot;High&quot; or &quot;Not applicable&quot;</extracomment>
        <translation>Kelompok risiko NCI: %1</translation>
    </message>
    <message>
        <source>The age is not recorded.</source>
        <translation>Usia tidak dicatat.</translation>
    </message>
    <message>
        <source>The white count is not recorded.</source>
        <translation>Hitung leukosit tidak dicatat.</translation>
    </message>
    <message>
        <source>The immunophenotype is not recorded.</source>
        <translation>Imunofenotipe tidak dicatat.</translation>
    </message>
    <message>
        <source>The patient is younger than one year; the groups are defined from 1 to under 18 years.</source>
        <translation>Pasien berusia kurang dari satu tahun; kelompok ini ditetapkan untuk usia 1 sampai di bawah 18 tahun.</translation>
    </message>
    <message>
        <source>The patient is 18 years or older; the groups are defined from 1 to under 18 years.</source>
        <translation>Pasien berusia 18 tahun atau lebih; kelompok ini ditetapkan untuk usia 1 sampai di bawah 18 tahun.</translation>
    </message>
    <message>
        <source>The immunophenotype is not of B lineage, for which alone the groups are defined.</source>
        <translation>Imunofenotipe bukan dari galur B, padahal kelompok ini hanya ditetapkan untuk galur B.</translation>
    </message>
    <message>
        <source>B lineage, age %1 years (under 10) and white count %2 ×10⁹/L (under 50).</source>
        <translation>Galur B, usia %1 tahun (di bawah 10) dan hitung leukosit %2 ×10⁹/L (di bawah 50).</translation>
    </message>
    <message>
        <source>B lineage, age %1 years and white count %2 ×10⁹/L: standard risk needs under 10 years and under 50 ×10⁹/L.</source>
        <translation>Galur B, usia %1 tahun dan hitung leukosit %2 ×10⁹/L: risiko standar mensyaratkan usia di bawah 10 tahun dan hitung leukosit di bawah 50 ×10⁹/L.</translation>
    </message>
    <message>
        <source>Source: Smith et al., J Clin Oncol 1996; 14: 18–24. The earliest recorded values count. No therapeutic conclusion is drawn.</source>
        <translation>Sumber: Smith et al., J Clin Oncol 1996; 14: 18–24. Yang dipakai adalah nilai tercatat yang paling awal. Tidak ditarik kesimpulan terapi.</translation>
    </message>
</context>
<context>
    <name>ClassNames</name>
    <message>
        <source>ALL blast</source>
        <translation>Blas LLA</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>Tidak teridentifikasi</translation>
    </message>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>%1 is a number; the space before the sign is a no-break space</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>B-cell ALL</source>
        <translation>LLA sel B</translation>
    </message>
    <message>
        <source>T-cell ALL</source>
        <translation>LLA sel T</translation>
    </message>
    <message>
        <source>B cell</source>
        <translation>Sel B</translation>
    </message>
    <message>
        <source>T cell</source>
        <translation>Sel T</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>validation cells of %1 subjects, on which the threshold was chosen</source>
        <translation>pada sel validasi dari %1 subjek, yang dipakai untuk memilih nilai ambang</translation>
    </message>
    <message>
        <source>For research use only. Not for diagnosis.</source>
        <translation>Hanya untuk keperluan penelitian. Bukan untuk diagnosis.</translation>
    </message>
</context>
<context>
    <name>FactWords</name>
    <message>
        <source>Age</source>
        <translation>Usia</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jenis kelamin</translation>
    </message>
    <message>
        <source>White count</source>
        <translation>Hitung leukosit</translation>
    </message>
    <message>
        <source>Immunophenotype</source>
        <translation>Imunofenotipe</translation>
    </message>
    <message>
        <source>Genetics</source>
        <translation>Genetika</translation>
    </message>
    <message>
        <source>Prednisone response</source>
        <translation>Respons prednison</translation>
    </message>
    <message>
        <source>Residual disease</source>
        <translation>Penyakit residual</translation>
    </message>
    <message>
        <source>Start of treatment</source>
        <translation>Awal pengobatan</translation>
    </message>
    <message>
        <source>Blasts in blood</source>
        <translation>Blas dalam darah</translation>
    </message>
    <message>
        <source>Blasts in marrow</source>
        <translation>Blas dalam sumsum tulang</translation>
    </message>
    <message>
        <source>At diagnosis, in years</source>
        <translation>Saat diagnosis, dalam tahun</translation>
    </message>
    <message>
        <source>White cells in the blood at diagnosis, 10⁹/L</source>
        <translation>Sel darah putih dalam darah saat diagnosis, 10⁹/L</translation>
    </message>
    <message>
        <source>Lineage of the leukemia</source>
        <translation>Galur leukemia</translation>
    </message>
    <message>
        <source>As the laboratory reported it, e.g. ETV6::RUNX1</source>
        <translation>Sebagaimana dilaporkan laboratorium, mis. ETV6::RUNX1</translation>
    </message>
    <message>
        <source>On day 8: good is fewer than 1,000 blasts per µL of blood</source>
        <translation>Pada hari ke-8: baik berarti kurang dari 1.000 blas per µL darah</translation>
    </message>
    <message>
        <source>Minimal residual disease at the end of induction, in percent; “&lt;0.01” where nothing was found above that limit</source>
        <translation>Penyakit residual minimal pada akhir induksi, dalam persen; “&lt;0,01” bila tidak ditemukan apa pun di atas batas itu</translation>
    </message>
    <message>
        <source>Day 0: days of sessions and facts are counted from it</source>
        <translation>Hari 0: hari sesi dan data dihitung dari sini</translation>
    </message>
    <message>
        <source>As the laboratory counted them, among the leukocytes of the blood</source>
        <translation>Sebagaimana dihitung laboratorium, di antara leukosit darah</translation>
    </message>
    <message>
        <source>As the laboratory counted them, among the nucleated cells of the marrow</source>
        <translation>Sebagaimana dihitung laboratorium, di antara sel berinti sumsum tulang</translation>
    </message>
    <message>
        <source>years</source>
        <translation>tahun</translation>
    </message>
    <message>
        <source>10⁹/L</source>
        <translation>10⁹/L</translation>
    </message>
    <message>
        <source>female</source>
        <translation>perempuan</translation>
    </message>
    <message>
        <source>male</source>
        <translation>laki-laki</translation>
    </message>
    <message>
        <source>other</source>
        <translation>lainnya</translation>
    </message>
    <message>
        <source>myeloid</source>
        <translation>mieloid</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>campuran</translation>
    </message>
    <message>
        <source>good</source>
        <translation>baik</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>buruk</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>No blast percentage</source>
        <translation>Tidak ada persentase blas</translation>
    </message>
    <message>
        <source>No cell is identified.</source>
        <translation>Tidak ada sel yang teridentifikasi.</translation>
    </message>
    <message>
        <source>None of the classes means leukemic blast.</source>
        <translation>Tidak satu pun kelas berarti blas leukemia.</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells</source>
        <extracomment>numbers of cells</extracomment>
        <translation>%1 dari %2 sel teridentifikasi</translation>
    </message>
    <message>
        <source>95 % CI %1 (counting error only)</source>
        <extracomment>%1 is a range such as 56.2–68.4 %</extracomment>
        <translation>IK 95 %: %1 (hanya galat hitung)</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Persen</translation>
    </message>
    <message>
        <source>95 % CI</source>
        <translation>IK 95 %</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Dikoreksi</translation>
    </message>
    <message>
        <source>Percent of the identified cells, with the Wilson interval of counting: errors of model and reader are not in it.</source>
        <translation>Persen dari sel teridentifikasi, dengan interval Wilson untuk galat hitung; kesalahan model dan pembaca tidak termasuk.</translation>
    </message>
    <message>
        <source>Excluded from all counts: %1.</source>
        <translation>Dikeluarkan dari semua hitungan: %1.</translation>
    </message>
    <message>
        <source>Not reviewed by a person: %1.</source>
        <translation>Belum ditinjau oleh petugas: %1.</translation>
    </message>
    <message>
        <source>Fewer than 100 cells are identified (%1). The percentages are coarse; 200 cells are the usual count.</source>
        <translation>Kurang dari 100 sel teridentifikasi (%1). Persentasenya kasar; lazimnya dihitung 200 sel.</translation>
    </message>
    <message>
        <source>The model was trained on demonstration cells that the program drew: its answers about other pictures mean nothing.</source>
        <translation>Model ini dilatih dengan sel demonstrasi yang digambar oleh program: jawabannya tentang gambar lain tidak berarti apa-apa.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>numbers of a session and of all sessions</extracomment>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Case no. %1</source>
        <translation>Kasus no. %1</translation>
    </message>
    <message>
        <source>Patient (name or number)</source>
        <translation>Pasien (nama atau nomor)</translation>
    </message>
    <message>
        <source>Date of the sample</source>
        <translation>Tanggal sampel</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Bahan</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Day of treatment</source>
        <translation>Hari pengobatan</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Report made</source>
        <translation>Laporan dibuat</translation>
    </message>
    <message>
        <source>Threshold: a cell counts as %1 from a probability of %2.</source>
        <translation>Nilai ambang: sebuah sel dihitung sebagai %1 mulai dari probabilitas %2.</translation>
    </message>
    <message>
        <source>Threshold: none was chosen; the most probable class counts.</source>
        <translation>Nilai ambang: tidak ada yang dipilih; kelas dengan probabilitas tertinggi yang dipakai.</translation>
    </message>
    <message>
        <source>Between %1 and %2 a cell is uncertain and goes to Unidentified.</source>
        <translation>Antara %1 dan %2 sel dianggap tidak pasti dan masuk ke Tidak teridentifikasi.</translation>
    </message>
    <message>
        <source>Under %1 a cell is uncertain and goes to Unidentified.</source>
        <translation>Di bawah %1 sel dianggap tidak pasti dan masuk ke Tidak teridentifikasi.</translation>
    </message>
    <message>
        <source>Calibration: none; a probability of 90 % may be right more or less often than 90 times in 100.</source>
        <translation>Kalibrasi: tidak ada; probabilitas 90 % bisa benar lebih atau kurang sering daripada 90 kali dari 100.</translation>
    </message>
    <message>
        <source>Calibration: by temperature %1; of cells given 90 %, about 90 in 100 are of that class.</source>
        <translation>Kalibrasi: dengan suhu %1; dari sel yang diberi 90 %, sekitar 90 dari 100 memang termasuk kelas itu.</translation>
    </message>
    <message>
        <source>Sensitivity at this threshold: %1</source>
        <translation>Sensitivitas pada nilai ambang ini: %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 is a model&apos;s name, %2 the beginning of its SHA-256</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Its threshold and calibration were not kept with the case.</source>
        <translation>Nilai ambang dan kalibrasinya tidak disimpan bersama kasus.</translation>
    </message>
    <message>
        <source>SHA-256 of the model: %1</source>
        <translation>SHA-256 model: %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>How to read this report</source>
        <translation>Cara membaca laporan ini</translation>
    </message>
    <message>
        <source>Classes are what the model gave, as corrected by the reviewer. Cells that were uncertain or are no cells are unidentified and left out of the percentages.</source>
        <translation>Kelas berasal dari model, sebagaimana dikoreksi oleh peninjau. Sel yang tidak pasti atau yang bukan sel tidak teridentifikasi dan tidak masuk ke dalam persentase.</translation>
    </message>
    <message>
        <source>The confidence interval (Wilson) covers the error of counting a limited number of cells only, not wrong classes, sampling or staining.</source>
        <translation>Interval kepercayaan (Wilson) hanya mencakup galat karena jumlah sel yang dihitung terbatas, bukan kelas yang salah, pengambilan sampel, atau pewarnaan.</translation>
    </message>
    <message>
        <source>Below each picture stands the probability the model gave for the class the cell is shown in; below an unidentified one the highest, with its class. A framed picture was corrected by a person.</source>
        <translation>Di bawah setiap gambar tertera probabilitas dari model untuk kelas tempat sel itu ditampilkan; di bawah sel yang tidak teridentifikasi, probabilitas tertinggi beserta kelasnya. Gambar berbingkai dikoreksi oleh petugas.</translation>
    </message>
    <message>
        <source>Audit trail when the report was made: %1 in short, whole: %2. As long as verifying the case store finds this line, nothing was changed or taken out before it.</source>
        <translation>Jejak audit saat laporan dibuat: singkatnya %1, lengkapnya %2. Selama pemeriksaan penyimpanan kasus menemukan baris ini, tidak ada baris sebelum baris itu yang diubah atau dihapus.</translation>
    </message>
    <message>
        <source>Made with Leukolens %1, %2.</source>
        <translation>Dibuat dengan Leukolens %1, %2.</translation>
    </message>
    <message>
        <source>No facts about the patient are recorded.</source>
        <translation>Tidak ada data pasien yang dicatat.</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tanggal</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Hari</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Pasien</translation>
    </message>
    <message>
        <source>facts as they were entered; day 0 is the start of treatment</source>
        <translation>data sebagaimana dimasukkan; hari 0 adalah awal pengobatan</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>Model %1</translation>
    </message>
    <message>
        <source>Audit trail %1</source>
        <translation>Jejak audit %1</translation>
    </message>
    <message>
        <source>White blood cell report</source>
        <translation>Laporan sel darah putih</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>teknisi</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>peninjau</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>administrator</translation>
    </message>
    <message>
        <source>entered again</source>
        <translation>dimasukkan ulang</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Ditandatangani oleh</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Frasa sandi</translation>
    </message>
    <message>
        <source>Reviewed by (name)</source>
        <translation>Ditinjau oleh (nama)</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Tanda tangan</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Komentar</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Tanda tangan</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 shown</source>
        <extracomment>%1 is a kind of cells (&quot;Most typical&quot;), %2 of %3 are numbers of cells</extracomment>
        <translation>%1 · %2 dari %3 ditampilkan</translation>
    </message>
    <message>
        <source>Highest probability first</source>
        <translation>Probabilitas tertinggi lebih dulu</translation>
    </message>
    <message>
        <source>Most typical first</source>
        <translation>Paling khas lebih dulu</translation>
    </message>
    <message>
        <source>Most typical</source>
        <translation>Paling khas</translation>
    </message>
    <message>
        <source>Most uncertain</source>
        <translation>Paling tidak pasti</translation>
    </message>
    <message>
        <source>cells: %1</source>
        <translation>sel: %1</translation>
    </message>
    <message>
        <source>corrected: %1</source>
        <translation>dikoreksi: %1</translation>
    </message>
    <message>
        <source>Days since the start of treatment</source>
        <translation>Hari sejak awal pengobatan</translation>
    </message>
    <message>
        <source>Blasts, %</source>
        <translation>Blas, %</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blas</translation>
    </message>
    <message>
        <source>Identified</source>
        <translation>Teridentifikasi</translation>
    </message>
    <message>
        <source>The last %1 of %2 sessions; the figure shows all.</source>
        <translation>%1 sesi terakhir dari %2; grafik menampilkan semuanya.</translation>
    </message>
    <message>
        <source>Blast percentage over the sessions</source>
        <translation>Persentase blas dari sesi ke sesi</translation>
    </message>
    <message>
        <source>corrected, was %1</source>
        <extracomment>below the picture of a cell that a person moved to another class; %1 is the class the model gave</extracomment>
        <translation>dikoreksi, semula %1</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>berkas tidak ada</translation>
    </message>
    <message>
        <source>file changed</source>
        <translation>berkas berubah</translation>
    </message>
    <message>
        <source>file unreadable</source>
        <translation>berkas tidak terbaca</translation>
    </message>
    <message>
        <source>%1 (continued)</source>
        <extracomment>heading of a class whose pictures go on over the page</extracomment>
        <translation>%1 (lanjutan)</translation>
    </message>
    <message>
        <source>Page %1 of %2 · %3</source>
        <extracomment>%1 of %2 are page numbers, %3 is the research-use notice</extracomment>
        <translation>Halaman %1 dari %2 · %3</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>%1 is a number</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1–%2 %</source>
        <extracomment>a range such as 56.2–68.4 %</extracomment>
        <translation>%1–%2 %</translation>
    </message>
    <message>
        <source>each picture in %1 views</source>
        <translation>setiap gambar dalam %1 tampilan</translation>
    </message>
    <message>
        <source>with another model</source>
        <translation>dengan satu model lain</translation>
    </message>
    <message>
        <source>with %1 other models</source>
        <translation>dengan %1 model lain</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>how a date is written, in Qt&apos;s letters: d day, MMM short name of the month, yyyy year</extracomment>
        <translation>d MMM yyyy</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>the code of the language that these texts are translated into (ISO 639-1): de for German</extracomment>
        <translation>id</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>was %1</source>
        <extracomment>below the picture of a corrected cell, where a label says that; %1 is the class the model gave</extracomment>
        <translation>semula %1</translation>
    </message>
    <message>
        <source>Reader %1</source>
        <extracomment>of a report without names; %1 is a number</extracomment>
        <translation>Pembaca %1</translation>
    </message>
    <message>
        <source>Second readings</source>
        <translation>Pembacaan kedua</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Pembaca</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Diputuskan</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Dibandingkan</translation>
    </message>
    <message>
        <source>Compared are cells that both have decided and neither has excluded: the share with the same class (Wilson), and Cohen&apos;s κ, which takes off what chance alone would agree on.</source>
        <translation>Yang dibandingkan adalah sel yang diputuskan oleh keduanya dan tidak dikeluarkan oleh siapa pun: bagian dengan kelas yang sama (Wilson), dan κ Cohen, yang mengurangi kesesuaian karena kebetulan semata.</translation>
    </message>
    <message>
        <source>Days since the first session</source>
        <translation>Hari sejak sesi pertama</translation>
    </message>
    <message>
        <source>whiskers: 95 % CI; ring: this report</source>
        <translation>garis: IK 95 %; lingkaran: laporan ini</translation>
    </message>
    <message>
        <source>%1, %2&#xa0;%3</source>
        <extracomment>a date, a time of day and its offset from UTC, such as +02:00; the last space is a no-break space</extracomment>
        <translation>%1, %2&#xa0;%3</translation>
    </message>
    <message>
        <source>day %1</source>
        <extracomment>days since the start of treatment, in place of a date</extracomment>
        <translation>hari ke-%1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <extracomment>ends of an interval that may be below 0</extracomment>
        <translation>%1 sampai %2</translation>
    </message>
    <message>
        <source>finished ones, with 95 % CI; they change no class above</source>
        <translation>yang sudah selesai, dengan IK 95 %; tidak mengubah kelas di atas</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Kesesuaian</translation>
    </message>
    <message>
        <source>Cohen&apos;s κ</source>
        <translation>κ Cohen</translation>
    </message>
    <message>
        <source>de-identified</source>
        <translation>tanpa identitas</translation>
    </message>
    <message>
        <source>Patient (code)</source>
        <translation>Pasien (kode)</translation>
    </message>
</context>
</TS>
