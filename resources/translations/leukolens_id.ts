<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>AccountWords</name>
    <message>
        <source>Technician</source>
        <translation>Teknisi</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Peninjau</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Classifies and corrects, but does not sign.</source>
        <translation>Mengklasifikasi dan mengoreksi, tetapi tidak menandatangani.</translation>
    </message>
    <message>
        <source>Also signs and reopens cases.</source>
        <translation>Juga menandatangani dan membuka kembali kasus.</translation>
    </message>
    <message>
        <source>Also looks after accounts, rules and backups.</source>
        <translation>Juga mengelola akun, aturan, dan cadangan.</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>The loss is no longer a number in epoch %1.</source>
        <translation>Nilai loss bukan lagi bilangan pada epoch %1.</translation>
    </message>
    <message>
        <source>The training loss rises or jumps: %1 now, %2 before.</source>
        <translation>Loss pelatihan naik atau melonjak: kini %1, sebelumnya %2.</translation>
    </message>
    <message>
        <source>Patients are shared between training and test: the figures flatter.</source>
        <translation>Ada pasien yang sama di bagian latih dan uji: angkanya terlalu bagus.</translation>
    </message>
    <message>
        <source>The training loss has not fallen in three epochs: %1 at first, %2 now.</source>
        <translation>Loss pelatihan tidak turun dalam tiga epoch: awalnya %1, kini %2.</translation>
    </message>
    <message>
        <source>Every validation cell seems to be called the same class (accuracy %1, that class&apos;s share).</source>
        <translation>Semua sel validasi tampaknya dimasukkan ke kelas yang sama (akurasi %1, yaitu porsi kelas itu).</translation>
    </message>
    <message>
        <source>Validation is much better than training: %1 against %2, three epochs running.</source>
        <translation>Hasil validasi jauh lebih baik daripada pelatihan: %1 berbanding %2, tiga epoch berturut-turut.</translation>
    </message>
    <message>
        <source>Not one validation cell is wrong, two epochs running.</source>
        <translation>Tidak satu pun sel validasi salah, dua epoch berturut-turut.</translation>
    </message>
    <message>
        <source>Fold %1: %2</source>
        <comment>%2 is a sentence</comment>
        <translation>Fold %1: %2</translation>
    </message>
    <message>
        <source>For a result that holds for new patients, choose the preset Patient-safe.</source>
        <translation>Agar hasilnya berlaku bagi pasien baru, pilih prasetel Pasien terpisah.</translation>
    </message>
    <message>
        <source>Stop, and try a learning rate ten times smaller or a longer warm-up.</source>
        <translation>Hentikan, lalu coba laju belajar yang sepuluh kali lebih kecil atau pemanasan yang lebih lama.</translation>
    </message>
    <message>
        <source>Check that the classes&apos; folders are right, or try another learning rate or pretrained weights.</source>
        <translation>Periksa apakah folder kelas sudah benar, atau coba laju belajar lain atau bobot pralatih.</translation>
    </message>
    <message>
        <source>Wait a few epochs; if it stays so, balance the classes or lower the learning rate.</source>
        <translation>Tunggu beberapa epoch; jika tetap demikian, seimbangkan kelas atau turunkan laju belajar.</translation>
    </message>
    <message>
        <source>Check in Data for copies of the same cells, or make the augmentation or dropout milder.</source>
        <translation>Periksa di Data apakah ada salinan sel yang sama, atau kurangi augmentasi atau dropout.</translation>
    </message>
    <message>
        <source>Check in Data that no cell or patient is in two parts, and that the pictures do not give the class away.</source>
        <translation>Periksa di Data bahwa tidak ada sel atau pasien yang masuk ke dua bagian dan bahwa gambar tidak membocorkan kelasnya.</translation>
    </message>
</context>
<context>
    <name>AnswerFacts</name>
    <message>
        <source>Label: %1</source>
        <translation>Label: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>Subjek: %1</translation>
    </message>
    <message>
        <source>Fold: %1</source>
        <translation>Fold: %1</translation>
    </message>
</context>
<context>
    <name>AnswerWords</name>
    <message>
        <source>about %1 pictures a second</source>
        <translation>sekitar %1 gambar per detik</translation>
    </message>
    <message>
        <source>about %1 seconds a picture</source>
        <translation>sekitar %1 detik per gambar</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Delapan tampilan</translation>
    </message>
    <message>
        <source>%1 folds</source>
        <translation>%1 fold</translation>
    </message>
    <message>
        <source>%1 folds in eight views each</source>
        <translation>%1 fold, masing-masing delapan tampilan</translation>
    </message>
    <message>
        <source>%1 differ by less than ± 1 point</source>
        <extracomment>who answered, such as &quot;Eight views&quot; or &quot;3 folds&quot;; percentage points</extracomment>
        <translation>%1 berbeda kurang dari ± 1 poin</translation>
    </message>
    <message>
        <source>%1 differ by ± 1 point</source>
        <translation>%1 berbeda ± 1 poin</translation>
    </message>
    <message>
        <source>%1 differ by ± %2 points</source>
        <translation>%1 berbeda ± %2 poin</translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>dikeluarkan</translation>
    </message>
    <message>
        <source>included again</source>
        <translation>disertakan kembali</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>ditandai</translation>
    </message>
    <message>
        <source>mark taken off</source>
        <translation>tanda dihapus</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>dikonfirmasi</translation>
    </message>
    <message>
        <source>confirmation taken back</source>
        <translation>konfirmasi dibatalkan</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s): %1</source>
        <translation>
            <numerusform>%Ln sel: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln tempat</numerusform>
        </translation>
    </message>
    <message>
        <source>signed by %1</source>
        <translation>ditandatangani oleh %1</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Sel %1</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Sesi %1</translation>
    </message>
    <message>
        <source>Patient %1</source>
        <translation>Pasien %1</translation>
    </message>
    <message>
        <source>Fact %1</source>
        <translation>Data %1</translation>
    </message>
    <message>
        <source>Signature %1</source>
        <translation>Tanda tangan %1</translation>
    </message>
    <message>
        <source>Second reading %1</source>
        <translation>Pembacaan kedua %1</translation>
    </message>
    <message>
        <source>Decision %1 of a second reading</source>
        <translation>Keputusan %1 dari pembacaan kedua</translation>
    </message>
    <message>
        <source>The account of %1</source>
        <translation>Akun %1</translation>
    </message>
    <message>
        <source>The rule %1</source>
        <translation>Aturan %1</translation>
    </message>
    <message>
        <source>Session created</source>
        <translation>Sesi dibuat</translation>
    </message>
    <message>
        <source>Session moved to another patient</source>
        <translation>Sesi dipindahkan ke pasien lain</translation>
    </message>
    <message>
        <source>Case renamed</source>
        <translation>Nama kasus diubah</translation>
    </message>
    <message>
        <source>Sample described</source>
        <translation>Keterangan sampel diisi</translation>
    </message>
    <message>
        <source>Cells classified</source>
        <translation>Sel diklasifikasi</translation>
    </message>
    <message>
        <source>Cells decided</source>
        <translation>Sel diputuskan</translation>
    </message>
    <message>
        <source>Cells removed</source>
        <translation>Sel dihapus</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ditandatangani</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>Dibuka kembali</translation>
    </message>
    <message>
        <source>Second reading started</source>
        <translation>Pembacaan kedua dimulai</translation>
    </message>
    <message>
        <source>Second reading: cells decided</source>
        <translation>Pembacaan kedua: sel diputuskan</translation>
    </message>
    <message>
        <source>Second reading finished</source>
        <translation>Pembacaan kedua selesai</translation>
    </message>
    <message>
        <source>Cells marked on a slide</source>
        <translation>Sel ditandai pada preparat</translation>
    </message>
    <message>
        <source>Marks on a slide removed</source>
        <translation>Penanda pada preparat dihapus</translation>
    </message>
    <message>
        <source>Marks on a slide undone</source>
        <translation>Penanda pada preparat diurungkan</translation>
    </message>
    <message>
        <source>Marks on a slide put back</source>
        <translation>Penanda pada preparat dikembalikan</translation>
    </message>
    <message>
        <source>Cells cut out of a slide</source>
        <translation>Sel dipotong dari preparat</translation>
    </message>
    <message>
        <source>Case imported</source>
        <translation>Kasus diimpor</translation>
    </message>
    <message>
        <source>Case exported</source>
        <translation>Kasus diekspor</translation>
    </message>
    <message>
        <source>Patient created</source>
        <translation>Pasien dibuat</translation>
    </message>
    <message>
        <source>Patient renamed</source>
        <translation>Nama pasien diubah</translation>
    </message>
    <message>
        <source>Notes changed</source>
        <translation>Catatan diubah</translation>
    </message>
    <message>
        <source>Fact added</source>
        <translation>Data ditambahkan</translation>
    </message>
    <message>
        <source>Fact changed</source>
        <translation>Data diubah</translation>
    </message>
    <message>
        <source>Fact removed</source>
        <translation>Data dihapus</translation>
    </message>
    <message>
        <source>Fact put back</source>
        <translation>Data dikembalikan</translation>
    </message>
    <message>
        <source>Trail chained: the lines before are from an earlier version</source>
        <translation>Jejak dirantai: baris sebelumnya berasal dari versi terdahulu</translation>
    </message>
    <message>
        <source>Account created</source>
        <translation>Akun dibuat</translation>
    </message>
    <message>
        <source>Account changed</source>
        <translation>Akun diubah</translation>
    </message>
    <message>
        <source>Passphrase set</source>
        <translation>Frasa sandi ditetapkan</translation>
    </message>
    <message>
        <source>Rule of the store changed</source>
        <translation>Aturan penyimpanan kasus diubah</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>Dicadangkan</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Login refused</source>
        <translation>Upaya masuk ditolak</translation>
    </message>
    <message>
        <source>Copied from another store</source>
        <translation>Disalin dari penyimpanan kasus lain</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Alasan: %1</translation>
    </message>
    <message>
        <source>%1. Why: %2</source>
        <translation>%1. Alasan: %2</translation>
    </message>
    <message>
        <source>Intact: all %1 lines follow on one another, and everything that people entered or decided stands as they say.
Head: %2</source>
        <translation>Utuh: semua %1 baris sambung-menyambung, dan segala yang dimasukkan atau diputuskan petugas masih sesuai dengan jejak.
Ujung jejak: %2</translation>
    </message>
    <message>
        <source>Line %1 was changed after it was written.</source>
        <translation>Baris %1 diubah setelah ditulis.</translation>
    </message>
    <message>
        <source>Before line %1 something was taken out, put in or moved.</source>
        <translation>Sebelum baris %1 ada yang dihapus, disisipkan, atau dipindahkan.</translation>
    </message>
    <message>
        <source>Lines are missing at the end: the store knows of more than there are.</source>
        <translation>Ada baris yang hilang di bagian akhir: menurut penyimpanan kasus, jumlahnya seharusnya lebih banyak.</translation>
    </message>
    <message>
        <source>%1 does not stand as the trail says: it was changed outside this program.</source>
        <translation>%1 tidak sesuai dengan jejak: ada perubahan di luar program ini.</translation>
    </message>
    <message>
        <source>Work no further with this store: keep it as it is, restore the last backup that verifies, and find out who could write to the file.</source>
        <translation>Jangan lanjutkan bekerja dengan penyimpanan kasus ini: biarkan apa adanya, pulihkan cadangan terakhir yang lolos pemeriksaan, dan cari tahu siapa yang dapat menulis ke berkas ini.</translation>
    </message>
</context>
<context>
    <name>CardPicture</name>
    <message>
        <source>Picture not found</source>
        <translation>Gambar tidak ditemukan</translation>
    </message>
</context>
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
        <translation>Terbuka</translation>
    </message>
    <message>
        <source>Awaiting second signature</source>
        <translation>Menunggu tanda tangan kedua</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ditandatangani</translation>
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
    <message>
        <source>Unnamed</source>
        <translation>Tanpa nama</translation>
    </message>
    <message>
        <source>%1 points</source>
        <extracomment>difference of two percentages</extracomment>
        <translation>%1 poin</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>a percentage and its interval</extracomment>
        <translation>%1 (%2 sampai %3)</translation>
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
    <name>Comparison</name>
    <message>
        <source>random</source>
        <translation>acak</translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation>ImageNet</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>bobot: %1</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 juta</translation>
    </message>
    <message>
        <source>Measured on data that are not known here. Source: %1.</source>
        <translation>Diukur pada data yang tidak diketahui di sini. Sumber: %1.</translation>
    </message>
    <message>
        <source>Measured on: %1. Source: %2.</source>
        <translation>Diukur pada: %1. Sumber: %2.</translation>
    </message>
    <message>
        <source>Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over subjects.</source>
        <translation>Sel uji dari semua fold, sama untuk setiap baris; interval 95 % dan selisih dihitung dengan bootstrap atas subjek.</translation>
    </message>
    <message>
        <source>Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over images, as no subject is known.</source>
        <translation>Sel uji dari semua fold, sama untuk setiap baris; interval 95 % dan selisih dihitung dengan bootstrap atas gambar karena tidak ada subjek yang diketahui.</translation>
    </message>
    <message>
        <source>Published figures were measured by others on other data: they do not compare.</source>
        <translation>Angka dari publikasi diukur oleh pihak lain pada data lain: tidak dapat dibandingkan.</translation>
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
    <message>
        <source>Loading the model</source>
        <translation>Memuat model</translation>
    </message>
    <message>
        <source>Classifying cells</source>
        <translation>Mengklasifikasi sel</translation>
    </message>
    <message>
        <source>is outside %1 to %2 years</source>
        <translation>di luar rentang %1 sampai %2 tahun</translation>
    </message>
    <message>
        <source>is outside %1 to %2 ×%3⁹/L</source>
        <translation>di luar rentang %1 sampai %2 ×%3⁹/L</translation>
    </message>
    <message>
        <source>is outside %1 to %2 %</source>
        <translation>di luar rentang %1 sampai %2 %</translation>
    </message>
    <message>
        <source>is not a number</source>
        <translation>bukan bilangan</translation>
    </message>
    <message>
        <source>may have a comma for decimals or for thousands</source>
        <translation>memuat koma yang dapat berarti desimal atau ribuan</translation>
    </message>
    <message>
        <source>is longer than %1 bytes</source>
        <translation>lebih panjang dari %1 byte</translation>
    </message>
    <message>
        <source>is a date, which traces a person</source>
        <translation>berupa tanggal, yang dapat mengungkap identitas seseorang</translation>
    </message>
    <message>
        <source>Say which column it is.</source>
        <translation>Tentukan kolom yang mana.</translation>
    </message>
    <message>
        <source>Check the column of the classes.</source>
        <translation>Periksa kolom kelas.</translation>
    </message>
    <message>
        <source>Call it subject, or say which column it is.</source>
        <translation>Beri nama subject, atau tentukan kolom yang mana.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it: then no typed fact is known.</source>
        <translation>Pulihkan berkas dari salinan atau hapus berkas itu: tanpa berkas itu, tidak ada data ketikan yang diketahui.</translation>
    </message>
    <message>
        <source>Add that fact to the table or type it in, or stratify by nothing.</source>
        <translation>Tambahkan data itu ke tabel atau ketikkan, atau jangan gunakan stratifikasi.</translation>
    </message>
    <message>
        <source>Choose another protocol, or stratify by nothing.</source>
        <translation>Pilih protokol lain atau jangan gunakan stratifikasi.</translation>
    </message>
    <message>
        <source>the protocol paper splits by image, so it cannot stratify by a fact of subjects</source>
        <translation>protokol paper membagi per gambar sehingga tidak dapat melakukan stratifikasi menurut data subjek</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (sex)</source>
        <translation>tidak memuat jenis kelamin satu subjek pun sebagai dasar stratifikasi</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (immunophenotype)</source>
        <translation>tidak memuat imunofenotipe satu subjek pun sebagai dasar stratifikasi</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (response)</source>
        <translation>tidak memuat respons prednison satu subjek pun sebagai dasar stratifikasi</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>Interval</translation>
    </message>
    <message>
        <source>Bands of the curves</source>
        <translation>Pita kurva</translation>
    </message>
    <message>
        <source>Looking at the cells</source>
        <translation>Memeriksa sel</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>Menata peta</translation>
    </message>
    <message>
        <source>Training %1 of %2</source>
        <translation>Pelatihan %1 dari %2</translation>
    </message>
    <message>
        <source>has no finished fold: there is nothing to evaluate yet</source>
        <translation>belum memiliki fold yang selesai: belum ada yang dapat dievaluasi</translation>
    </message>
    <message>
        <source>Go on with the run first.</source>
        <translation>Lanjutkan proses pelatihannya terlebih dahulu.</translation>
    </message>
    <message>
        <source>names other classes than predictions.csv</source>
        <translation>menyebut kelas yang berbeda dari predictions.csv</translation>
    </message>
    <message>
        <source>has no cells to choose a threshold on: by the protocol paper the validation cells are the test cells, and what is chosen on them flatters them</source>
        <translation>tidak memiliki sel untuk memilih nilai ambang: dengan protokol paper, sel validasi adalah sel uji, dan apa pun yang dipilih darinya membuat hasilnya terlalu bagus</translation>
    </message>
    <message>
        <source>Train by the protocol patient: it sets subjects aside for such choices.</source>
        <translation>Latih dengan protokol patient: protokol itu menyisihkan subjek untuk pilihan semacam ini.</translation>
    </message>
    <message>
        <source>did not keep the answers for its validation cells</source>
        <translation>tidak menyimpan jawaban untuk sel validasinya</translation>
    </message>
    <message>
        <source>It is of an earlier program. Evaluate it with its data (--data) to make them.</source>
        <translation>Berasal dari program versi lama. Evaluasi dengan datanya (--data) untuk membuatnya.</translation>
    </message>
    <message>
        <source>the runs tell other classes apart</source>
        <translation>proses pelatihan membedakan kelas yang berlainan</translation>
    </message>
    <message>
        <source>Only runs with the same classes can be compared.</source>
        <translation>Hanya proses pelatihan dengan kelas yang sama yang dapat dibandingkan.</translation>
    </message>
    <message>
        <source>the runs were tested on no common subject or image</source>
        <translation>proses pelatihan tidak diuji pada subjek atau gambar yang sama</translation>
    </message>
    <message>
        <source>Compare runs that were tested on the same data.</source>
        <translation>Bandingkan proses pelatihan yang diuji pada data yang sama.</translation>
    </message>
    <message>
        <source>there is no prediction to evaluate</source>
        <translation>tidak ada prediksi untuk dievaluasi</translation>
    </message>
    <message>
        <source>holds no prediction</source>
        <translation>tidak memuat prediksi</translation>
    </message>
    <message>
        <source>holds none of the run&apos;s test cells</source>
        <translation>tidak memuat satu pun sel uji proses pelatihan ini</translation>
    </message>
    <message>
        <source>tells other classes apart than the data have</source>
        <translation>membedakan kelas yang berlainan dengan kelas pada data</translation>
    </message>
    <message>
        <source>Choose the data that the run began with.</source>
        <translation>Pilih data yang dipakai saat proses pelatihan dimulai.</translation>
    </message>
    <message>
        <source>is no list of reviewed errors that this program knows</source>
        <translation>bukan daftar kesalahan tertinjau yang dikenal program ini</translation>
    </message>
    <message>
        <source>gives an error a cause that is neither label nor network</source>
        <translation>memberi suatu kesalahan penyebab yang bukan label maupun jaringan</translation>
    </message>
    <message>
        <source>names no cells</source>
        <translation>tidak menyebut sel apa pun</translation>
    </message>
    <message>
        <source>The next note begins a new list; this file is kept beside it.</source>
        <translation>Catatan berikutnya memulai daftar baru; berkas ini tetap disimpan di sampingnya.</translation>
    </message>
    <message>
        <source>has no map of fold %1</source>
        <translation>tidak memiliki peta fold %1</translation>
    </message>
    <message>
        <source>Its folds share one frozen trunk: they have one map.</source>
        <translation>Semua fold-nya memakai satu backbone beku: petanya hanya satu.</translation>
    </message>
    <message>
        <source>Choose a fold that is done.</source>
        <translation>Pilih fold yang sudah selesai.</translation>
    </message>
    <message>
        <source>tested %1 cells; a map holds %2 at the most</source>
        <translation>menguji %1 sel; satu peta memuat paling banyak %2</translation>
    </message>
    <message>
        <source>Map a run of fewer cells.</source>
        <translation>Buat peta dari proses pelatihan dengan lebih sedikit sel.</translation>
    </message>
    <message>
        <source>is no map of cells that this program knows</source>
        <translation>bukan peta sel yang dikenal program ini</translation>
    </message>
    <message>
        <source>Make the map anew.</source>
        <translation>Buat ulang petanya.</translation>
    </message>
    <message>
        <source>a map of %1 cells was asked for, expected %2 at least</source>
        <translation>peta dengan %1 sel diminta, seharusnya paling sedikit %2</translation>
    </message>
    <message>
        <source>a map of %1 cells was asked for, expected %2 at the most</source>
        <translation>peta dengan %1 sel diminta, seharusnya paling banyak %2</translation>
    </message>
    <message>
        <source>Choose more cells.</source>
        <translation>Pilih lebih banyak sel.</translation>
    </message>
    <message>
        <source>Choose one fold.</source>
        <translation>Pilih satu fold.</translation>
    </message>
    <message>
        <source>the vectors hold something that is no number</source>
        <translation>vektor memuat sesuatu yang bukan bilangan</translation>
    </message>
    <message>
        <source>Train or export the model again.</source>
        <translation>Latih atau ekspor ulang modelnya.</translation>
    </message>
    <message>
        <source>is no learning curve that this program knows</source>
        <translation>bukan kurva belajar yang dikenal program ini</translation>
    </message>
    <message>
        <source>Make the curve anew: what was trained for it is kept.</source>
        <translation>Buat ulang kurvanya: hasil pelatihan untuknya tetap disimpan.</translation>
    </message>
    <message>
        <source>is not finished: its learning curve would end before its last point</source>
        <translation>belum selesai: kurva belajarnya akan berakhir sebelum titik terakhir</translation>
    </message>
    <message>
        <source>was itself trained on a share of its subjects</source>
        <translation>dilatih hanya dengan sebagian subjeknya</translation>
    </message>
    <message>
        <source>Choose a run that was trained on all of them.</source>
        <translation>Pilih proses pelatihan yang memakai semua subjek.</translation>
    </message>
    <message>
        <source>was extended after it was done, which the smaller trainings would not be</source>
        <translation>diperpanjang setelah selesai, padahal pelatihan yang lebih kecil tidak akan diperpanjang</translation>
    </message>
    <message>
        <source>Train anew with as many epochs at once.</source>
        <translation>Latih ulang sekaligus dengan jumlah epoch itu.</translation>
    </message>
    <message>
        <source>holds a run of other settings or data</source>
        <translation>memuat proses pelatihan dengan pengaturan atau data lain</translation>
    </message>
    <message>
        <source>Move the folder learning-curve away.</source>
        <translation>Pindahkan folder learning-curve ke tempat lain.</translation>
    </message>
    <message>
        <source>Ensemble of all</source>
        <translation>Ensemble dari semua</translation>
    </message>
    <message>
        <source>the training cells of C-NMC 2019, mean of three folds that share patients</source>
        <translation>sel latih C-NMC 2019, rata-rata tiga fold dengan pasien yang sama</translation>
    </message>
    <message>
        <source>B-cell against T-cell ALL, pictures of the American Society of Hematology&apos;s image bank</source>
        <translation>LLA sel B terhadap LLA sel T, gambar dari bank gambar American Society of Hematology</translation>
    </message>
    <message>
        <source>Joshi 2020, as the InceptionV3 paper quotes it</source>
        <translation>Joshi 2020, sebagaimana dikutip makalah InceptionV3</translation>
    </message>
    <message>
        <source>Shawly &amp; Alsheikhy 2022, as the InceptionV3 paper quotes it</source>
        <translation>Shawly &amp; Alsheikhy 2022, sebagaimana dikutip makalah InceptionV3</translation>
    </message>
    <message>
        <source>fewer than two networks are to be compared</source>
        <translation>kurang dari dua jaringan yang akan dibandingkan</translation>
    </message>
    <message>
        <source>Choose two at least.</source>
        <translation>Pilih paling sedikit dua.</translation>
    </message>
    <message>
        <source>layers are frozen, and each network has its own</source>
        <translation>ada lapisan yang dibekukan, padahal lapisan setiap jaringan berbeda</translation>
    </message>
    <message>
        <source>Compare whole trainings: freeze nothing.</source>
        <translation>Bandingkan pelatihan utuh: jangan bekukan apa pun.</translation>
    </message>
    <message>
        <source>is a file, a comparison needs a folder</source>
        <translation>berupa berkas, padahal perbandingan memerlukan folder</translation>
    </message>
    <message>
        <source>Choose a new folder, or go on with the comparison in it.</source>
        <translation>Pilih folder baru atau lanjutkan perbandingan di dalamnya.</translation>
    </message>
    <message>
        <source>holds no comparison: comparison.json is missing</source>
        <translation>tidak memuat perbandingan: comparison.json tidak ada</translation>
    </message>
    <message>
        <source>Choose a folder that a comparison of models wrote.</source>
        <translation>Pilih folder hasil perbandingan model.</translation>
    </message>
    <message>
        <source>is no comparison that this program knows</source>
        <translation>bukan perbandingan yang dikenal program ini</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or compare anew in another folder: the runs are whole.</source>
        <translation>Pulihkan berkas dari salinan atau bandingkan ulang di folder lain: proses pelatihannya utuh.</translation>
    </message>
    <message>
        <source>Choose the folder that it began with, or compare anew.</source>
        <translation>Pilih folder yang dipakai saat mulai atau bandingkan ulang.</translation>
    </message>
    <message>
        <source>divides the cells otherwise than this comparison</source>
        <translation>membagi sel secara berbeda dari perbandingan ini</translation>
    </message>
    <message>
        <source>Move the run&apos;s folder away, then go on: it is trained anew.</source>
        <translation>Pindahkan folder proses pelatihan itu ke tempat lain, lalu lanjutkan: pelatihannya diulang.</translation>
    </message>
    <message>
        <source>Move that folder away, then go on.</source>
        <translation>Pindahkan folder itu ke tempat lain, lalu lanjutkan.</translation>
    </message>
    <message>
        <source>an ensemble needs two networks that are done</source>
        <translation>ensemble memerlukan dua jaringan yang sudah selesai</translation>
    </message>
    <message>
        <source>See why the others failed.</source>
        <translation>Lihat mengapa yang lain gagal.</translation>
    </message>
    <message>
        <source>the networks did not answer for the same cells</source>
        <translation>jaringan tidak menjawab untuk sel yang sama</translation>
    </message>
    <message>
        <source>Leave the file out, or compare that network too.</source>
        <translation>Keluarkan berkas itu atau bandingkan juga jaringan tersebut.</translation>
    </message>
    <message>
        <source>Looking for images</source>
        <translation>Mencari gambar</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Membaca sel</translation>
    </message>
    <message>
        <source>Drawing cells</source>
        <translation>Menggambar sel</translation>
    </message>
    <message>
        <source>Drawing fields</source>
        <translation>Menggambar bidang pandang</translation>
    </message>
    <message>
        <source>Loading cells</source>
        <translation>Memuat sel</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>Mengklasifikasi</translation>
    </message>
    <message>
        <source>Finding images</source>
        <translation>Mencari gambar</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Membongkar arsip</translation>
    </message>
    <message>
        <source>Explaining the answer</source>
        <translation>Menjelaskan jawaban</translation>
    </message>
    <message>
        <source>Measuring 8-bit answers</source>
        <translation>Mengukur jawaban 8-bit</translation>
    </message>
    <message>
        <source>8-bit answers are computed on the CPU alone</source>
        <translation>jawaban 8-bit hanya dihitung dengan CPU</translation>
    </message>
    <message>
        <source>its 8-bit answers differ from its others too often</source>
        <translation>jawaban 8-bit terlalu sering berbeda dari jawaban lainnya</translation>
    </message>
    <message>
        <source>was not measured with 8-bit numbers</source>
        <translation>belum diukur dengan bilangan 8-bit</translation>
    </message>
    <message>
        <source>this processor does not compute with 8-bit numbers</source>
        <translation>prosesor ini tidak menghitung dengan bilangan 8-bit</translation>
    </message>
    <message>
        <source>Choose the device cpu, or another precision.</source>
        <translation>Pilih perangkat cpu atau presisi lain.</translation>
    </message>
    <message>
        <source>Choose another precision.</source>
        <translation>Pilih presisi lain.</translation>
    </message>
    <message>
        <source>Choose the precision auto.</source>
        <translation>Pilih presisi auto.</translation>
    </message>
    <message>
        <source>is no zip file, or a damaged one</source>
        <translation>bukan berkas zip atau berkasnya rusak</translation>
    </message>
    <message>
        <source>is locked by a password</source>
        <translation>dikunci dengan kata sandi</translation>
    </message>
    <message>
        <source>holds no pictures</source>
        <translation>tidak memuat gambar</translation>
    </message>
    <message>
        <source>Copy it again, or drop the pictures themselves.</source>
        <translation>Salin lagi berkasnya atau lepaskan gambarnya langsung di sini.</translation>
    </message>
    <message>
        <source>Unpack it with another program, then drop the folder.</source>
        <translation>Bongkar dengan program lain, lalu lepaskan foldernya di sini.</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>Mengemas</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Membaca gambar</translation>
    </message>
    <message>
        <source>is no archive of a case</source>
        <translation>bukan arsip kasus</translation>
    </message>
    <message>
        <source>is of a newer version</source>
        <translation>berasal dari versi yang lebih baru</translation>
    </message>
    <message>
        <source>is missing in the archive</source>
        <translation>tidak ada di dalam arsip</translation>
    </message>
    <message>
        <source>does not match its checksum</source>
        <translation>tidak cocok dengan checksum-nya</translation>
    </message>
    <message>
        <source>unpacks to more than it may</source>
        <translation>melebihi batas ukuran setelah dibongkar</translation>
    </message>
    <message>
        <source>is not the picture that was classified</source>
        <translation>bukan gambar yang diklasifikasi</translation>
    </message>
    <message>
        <source>changed while it was packed</source>
        <translation>berubah saat dikemas</translation>
    </message>
    <message>
        <source>there is a patient of that name already</source>
        <translation>sudah ada pasien dengan nama itu</translation>
    </message>
    <message>
        <source>the archive is damaged: it holds other files than its manifest names</source>
        <translation>arsip rusak: isinya berbeda dari berkas yang disebut dalam manifesnya</translation>
    </message>
    <message>
        <source>the archive is damaged: two entries have the same name</source>
        <translation>arsip rusak: dua entri bernama sama</translation>
    </message>
    <message>
        <source>the archive is damaged: a picture is not named by its checksum</source>
        <translation>arsip rusak: nama sebuah gambar tidak sesuai dengan checksum-nya</translation>
    </message>
    <message>
        <source>Choose a zip that Leukolens exported.</source>
        <translation>Pilih zip hasil ekspor Leukolens.</translation>
    </message>
    <message>
        <source>Export the case again.</source>
        <translation>Ekspor ulang kasusnya.</translation>
    </message>
    <message>
        <source>Put the old file back, then export again.</source>
        <translation>Kembalikan berkas lama, lalu ekspor lagi.</translation>
    </message>
    <message>
        <source>Import the sessions into that patient&apos;s case, or rename that patient first.</source>
        <translation>Impor sesi ke kasus pasien tersebut atau ubah dulu nama pasien itu.</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Membandingkan</translation>
    </message>
    <message>
        <source>Comparing pictures</source>
        <translation>Membandingkan gambar</translation>
    </message>
    <message>
        <source>Leave one of each pair out, or acknowledge in writing that the test figures are spoilt.</source>
        <translation>Keluarkan salah satu dari setiap pasangan atau nyatakan secara tertulis bahwa Anda tahu angka uji tidak lagi sahih.</translation>
    </message>
    <message>
        <source>Fold %1 of %2</source>
        <translation>Fold %1 dari %2</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>dihentikan</translation>
    </message>
    <message>
        <source>reading was stopped</source>
        <translation>pembacaan dihentikan</translation>
    </message>
    <message>
        <source>drawing the cells was stopped</source>
        <translation>penggambaran sel dihentikan</translation>
    </message>
    <message>
        <source>ALL blast</source>
        <translation>Blas LLA</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>a forest&apos;s answer has no gradients to integrate</source>
        <translation>jawaban random forest tidak memiliki gradien untuk diintegrasikan</translation>
    </message>
    <message>
        <source>Choose one of the maps instead.</source>
        <translation>Pilih salah satu peta saja.</translation>
    </message>
    <message>
        <source>was fitted at once, so there are no more epochs to train</source>
        <translation>dilatih sekali jadi, sehingga tidak ada epoch lanjutan untuk dilatih</translation>
    </message>
    <message>
        <source>all training cells are of one class</source>
        <translation>semua sel latih berasal dari satu kelas</translation>
    </message>
    <message>
        <source>the trunk&apos;s vectors hold something that is no number</source>
        <translation>vektor backbone memuat sesuatu yang bukan bilangan</translation>
    </message>
    <message>
        <source>Choose other weights, or the precision fp32.</source>
        <translation>Pilih bobot lain atau presisi fp32.</translation>
    </message>
    <message>
        <source>memory ran out while the classifier was fitted</source>
        <translation>memori habis saat melatih pengklasifikasi</translation>
    </message>
    <message>
        <source>Close other programs, or train on fewer cells.</source>
        <translation>Tutup program lain atau latih dengan lebih sedikit sel.</translation>
    </message>
    <message>
        <source>the classifier could not be fitted: %1</source>
        <translation>pengklasifikasi tidak dapat dilatih: %1</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Pilih model lain.</translation>
    </message>
    <message>
        <source>a frozen trunk needs weights</source>
        <translation>backbone beku memerlukan bobot</translation>
    </message>
    <message>
        <source>Choose a file of weights, or train the whole network.</source>
        <translation>Pilih berkas bobot atau latih seluruh jaringan.</translation>
    </message>
    <message>
        <source>Choosing the classifier&apos;s settings</source>
        <translation>Memilih pengaturan pengklasifikasi</translation>
    </message>
    <message>
        <source>Fitting the classifier</source>
        <translation>Melatih pengklasifikasi</translation>
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
    <message>
        <source>LSTM over rows</source>
        <translation>LSTM atas baris</translation>
    </message>
    <message>
        <source>InceptionV3 features, neural network</source>
        <translation>Fitur InceptionV3, jaringan saraf</translation>
    </message>
    <message>
        <source>InceptionV3 features, SVM</source>
        <translation>Fitur InceptionV3, SVM</translation>
    </message>
    <message>
        <source>InceptionV3 features, nearest neighbours</source>
        <translation>Fitur InceptionV3, tetangga terdekat</translation>
    </message>
    <message>
        <source>InceptionV3 features, random forest</source>
        <translation>Fitur InceptionV3, random forest</translation>
    </message>
    <message>
        <source>Segmented cell, AlexNet features, SVM</source>
        <translation>Sel tersegmentasi, fitur AlexNet, SVM</translation>
    </message>
    <message>
        <source>the network has no map that could be laid over the picture</source>
        <translation>jaringan ini tidak memiliki peta yang dapat ditumpangkan pada gambar</translation>
    </message>
    <message>
        <source>Choose integrated gradients.</source>
        <translation>Pilih gradien terintegrasi.</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistis: ada pasien yang sama di bagian latih dan uji.</translation>
    </message>
    <message>
        <source>Stain colours: %1 of %2 cells show too little stain to be changed and are used as they are.</source>
        <translation>Warna pewarnaan: %1 dari %2 sel terlalu sedikit terwarnai untuk diubah dan dipakai apa adanya.</translation>
    </message>
    <message>
        <source>The auxiliary head is not run at %1 px (it needs %2): its loss counts %3.</source>
        <translation>Kepala bantu tidak dijalankan pada %1 px (memerlukan %2): loss-nya dihitung %3.</translation>
    </message>
    <message>
        <source>%1 problems were found in the data; see leukolens dataset check.</source>
        <translation>Ditemukan %1 masalah pada data; lihat leukolens dataset check.</translation>
    </message>
    <message>
        <source>Ask for permission, or choose another place.</source>
        <translation>Minta izin akses atau pilih tempat lain.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Periksa namanya.</translation>
    </message>
    <message>
        <source>Check the printer, then try again.</source>
        <translation>Periksa printer, lalu coba lagi.</translation>
    </message>
    <message>
        <source>the printer took no pages</source>
        <translation>printer tidak menerima halaman</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>Mencetak</translation>
    </message>
    <message>
        <source>Drawing the report</source>
        <translation>Menggambar laporan</translation>
    </message>
    <message>
        <source>Choose a PNG or SVG file as logo.</source>
        <translation>Pilih berkas PNG atau SVG sebagai logo.</translation>
    </message>
    <message>
        <source>is neither a PNG picture nor an SVG drawing</source>
        <translation>bukan gambar PNG maupun gambar vektor SVG</translation>
    </message>
    <message>
        <source>is a drawing that shows other files</source>
        <translation>berupa gambar vektor yang menampilkan berkas lain</translation>
    </message>
    <message>
        <source>Save it with its pictures inside, or choose a PNG file.</source>
        <translation>Simpan dengan gambar disematkan di dalamnya atau pilih berkas PNG.</translation>
    </message>
    <message>
        <source>is larger than 4000 px</source>
        <translation>lebih besar dari 4000 px</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>Pilih berkas.</translation>
    </message>
    <message>
        <source>Choose a smaller file.</source>
        <translation>Pilih berkas yang lebih kecil.</translation>
    </message>
    <message>
        <source>Choose an ordinary file.</source>
        <translation>Pilih berkas biasa.</translation>
    </message>
    <message>
        <source>Choose the folder that holds the images.</source>
        <translation>Pilih folder yang memuat gambarnya.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder, then try again.</source>
        <translation>Kosongkan sebagian ruang atau pilih folder lain, lalu coba lagi.</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>is a folder, not a file</source>
        <translation>berupa folder, bukan berkas</translation>
    </message>
    <message>
        <source>is not a folder</source>
        <translation>bukan folder</translation>
    </message>
    <message>
        <source>is not an ordinary file</source>
        <translation>bukan berkas biasa</translation>
    </message>
    <message>
        <source>may not be read</source>
        <translation>tidak boleh dibaca</translation>
    </message>
    <message>
        <source>may not be written</source>
        <translation>tidak boleh ditulis</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>diska penuh</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>folder tidak ada</translation>
    </message>
    <message>
        <source>Check the drive, then try again.</source>
        <translation>Periksa diska, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Choose a folder on a local disk.</source>
        <translation>Pilih folder di diska lokal.</translation>
    </message>
    <message>
        <source>Choose another case file; this one was left as it is.</source>
        <translation>Pilih berkas kasus lain; berkas ini tidak diubah.</translation>
    </message>
    <message>
        <source>Choose another file; this one was left as it is.</source>
        <translation>Pilih berkas lain; berkas ini tidak diubah.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Tutup program lain dan coba lagi.</translation>
    </message>
    <message>
        <source>Close the other program that has these cases open, then try again.</source>
        <translation>Tutup program lain yang sedang membuka kasus ini, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Open it with that version, or choose another case file; this one was left as it is.</source>
        <translation>Buka dengan versi itu atau pilih berkas kasus lain; berkas ini tidak diubah.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or choose another case file.</source>
        <translation>Pulihkan dari cadangan atau pilih berkas kasus lain.</translation>
    </message>
    <message>
        <source>Reopen it before you change it.</source>
        <translation>Buka kembali sebelum Anda mengubahnya.</translation>
    </message>
    <message>
        <source>Add cells before you sign.</source>
        <translation>Tambahkan sel sebelum Anda menandatangani.</translation>
    </message>
    <message>
        <source>Decide or confirm them before you sign.</source>
        <translation>Putuskan atau konfirmasi sel itu sebelum Anda menandatangani.</translation>
    </message>
    <message>
        <source>Start another reading.</source>
        <translation>Mulai pembacaan lain.</translation>
    </message>
    <message>
        <source>there is no cell in this case</source>
        <translation>tidak ada sel dalam kasus ini</translation>
    </message>
    <message>
        <source>cells in Unidentified that nobody has reviewed: %1</source>
        <translation>sel di Tidak teridentifikasi yang belum ditinjau siapa pun: %1</translation>
    </message>
    <message>
        <source>the case is not signed</source>
        <translation>kasus belum ditandatangani</translation>
    </message>
    <message>
        <source>this reading is finished</source>
        <translation>pembacaan ini sudah selesai</translation>
    </message>
    <message>
        <source>nobody is logged in</source>
        <translation>tidak ada yang masuk</translation>
    </message>
    <message>
        <source>Log in, then try again.</source>
        <translation>Masuk, lalu coba lagi.</translation>
    </message>
    <message>
        <source>this account is active no more</source>
        <translation>akun ini tidak aktif lagi</translation>
    </message>
    <message>
        <source>Ask an administrator.</source>
        <translation>Hubungi administrator.</translation>
    </message>
    <message>
        <source>only administrators may do that</source>
        <translation>hanya administrator yang boleh melakukannya</translation>
    </message>
    <message>
        <source>only reviewers and administrators may do that</source>
        <translation>hanya peninjau dan administrator yang boleh melakukannya</translation>
    </message>
    <message>
        <source>Ask one of them.</source>
        <translation>Hubungi salah satunya.</translation>
    </message>
    <message>
        <source>name and passphrase do not belong to an active account</source>
        <translation>nama dan frasa sandi tidak cocok dengan akun aktif mana pun</translation>
    </message>
    <message>
        <source>Type them again, or ask an administrator.</source>
        <translation>Ketik ulang keduanya atau hubungi administrator.</translation>
    </message>
    <message>
        <source>that is not your present passphrase</source>
        <translation>itu bukan frasa sandi Anda saat ini</translation>
    </message>
    <message>
        <source>Type it again, or ask an administrator.</source>
        <translation>Ketik ulang atau hubungi administrator.</translation>
    </message>
    <message>
        <source>the passphrase is not UTF-8 text</source>
        <translation>frasa sandi bukan teks UTF-8</translation>
    </message>
    <message>
        <source>the passphrase is longer than %1 bytes</source>
        <translation>frasa sandi lebih panjang dari %1 byte</translation>
    </message>
    <message>
        <source>the passphrase has fewer than %1 characters</source>
        <translation>frasa sandi kurang dari %1 karakter</translation>
    </message>
    <message>
        <source>Choose another passphrase.</source>
        <translation>Pilih frasa sandi lain.</translation>
    </message>
    <message>
        <source>the account has no name</source>
        <translation>akun tidak memiliki nama</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>Ketik nama.</translation>
    </message>
    <message>
        <source>the account&apos;s name is longer than %1 bytes</source>
        <translation>nama akun lebih panjang dari %1 byte</translation>
    </message>
    <message>
        <source>Type a shorter name.</source>
        <translation>Ketik nama yang lebih pendek.</translation>
    </message>
    <message>
        <source>the first account has to be an administrator&apos;s</source>
        <translation>akun pertama harus akun administrator</translation>
    </message>
    <message>
        <source>Add an administrator first.</source>
        <translation>Tambahkan administrator terlebih dahulu.</translation>
    </message>
    <message>
        <source>there is an account of that name already</source>
        <translation>sudah ada akun dengan nama itu</translation>
    </message>
    <message>
        <source>there is no account of that name</source>
        <translation>tidak ada akun dengan nama itu</translation>
    </message>
    <message>
        <source>Choose an account of this store.</source>
        <translation>Pilih akun dari penyimpanan kasus ini.</translation>
    </message>
    <message>
        <source>the account was changed meanwhile</source>
        <translation>sementara itu akun telah diubah</translation>
    </message>
    <message>
        <source>Look at what stands there now, then decide again.</source>
        <translation>Lihat isinya sekarang, lalu putuskan lagi.</translation>
    </message>
    <message>
        <source>this is the last active administrator</source>
        <translation>ini administrator aktif terakhir</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>Jadikan orang lain administrator terlebih dahulu.</translation>
    </message>
    <message>
        <source>the store has no accounts</source>
        <translation>penyimpanan kasus tidak memiliki akun</translation>
    </message>
    <message>
        <source>the window locks itself after %1 to %2 minutes, not %3</source>
        <translation>jendela terkunci otomatis setelah %1 sampai %2 menit, bukan %3</translation>
    </message>
    <message>
        <source>the same person has signed this case already</source>
        <translation>orang yang sama sudah menandatangani kasus ini</translation>
    </message>
    <message>
        <source>Have another reviewer or administrator sign.</source>
        <translation>Minta peninjau atau administrator lain menandatangani.</translation>
    </message>
    <message>
        <source>is being used by another program</source>
        <translation>sedang dipakai program lain</translation>
    </message>
    <message>
        <source>is not a case file of Leukolens</source>
        <translation>bukan berkas kasus Leukolens</translation>
    </message>
    <message>
        <source>Copying the cases</source>
        <translation>Menyalin kasus</translation>
    </message>
    <message>
        <source>Verifying the audit trail</source>
        <translation>Memeriksa jejak audit</translation>
    </message>
    <message>
        <source>is no address of a PostgreSQL server</source>
        <translation>bukan alamat server PostgreSQL</translation>
    </message>
    <message>
        <source>names a service and not the server itself</source>
        <translation>menyebut layanan, bukan server itu sendiri</translation>
    </message>
    <message>
        <source>may lead to another server, because PGSERVICE is set</source>
        <translation>dapat mengarah ke server lain karena PGSERVICE ditetapkan</translation>
    </message>
    <message>
        <source>Unset PGSERVICE, then try again.</source>
        <translation>Hapus PGSERVICE, lalu coba lagi.</translation>
    </message>
    <message>
        <source>too many backups of earlier migrations lie beside it</source>
        <translation>terlalu banyak cadangan migrasi terdahulu di sampingnya</translation>
    </message>
    <message>
        <source>Move them elsewhere, then open it again.</source>
        <translation>Pindahkan ke tempat lain, lalu buka lagi berkasnya.</translation>
    </message>
    <message>
        <source>names several servers</source>
        <translation>menyebut beberapa server</translation>
    </message>
    <message>
        <source>Type it as postgresql://user@server:5432/database.</source>
        <translation>Ketik sebagai postgresql://pengguna@server:5432/basisdata.</translation>
    </message>
    <message>
        <source>the connection to the server was lost</source>
        <translation>sambungan ke server terputus</translation>
    </message>
    <message>
        <source>Check the network and whether the server is running, then try again.</source>
        <translation>Periksa jaringan dan apakah server berjalan, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Check the address and the network, and whether the server is running.</source>
        <translation>Periksa alamat dan jaringan, serta apakah server berjalan.</translation>
    </message>
    <message>
        <source>the connection to the server was lost while saving, so that nobody knows whether the change was saved</source>
        <translation>sambungan ke server terputus saat menyimpan sehingga tidak diketahui apakah perubahannya tersimpan</translation>
    </message>
    <message>
        <source>Look whether it is there before you make it again.</source>
        <translation>Periksa apakah perubahan itu sudah ada sebelum Anda mengulanginya.</translation>
    </message>
    <message>
        <source>Check the user name and the password in the address.</source>
        <translation>Periksa nama pengguna dan kata sandi dalam alamat.</translation>
    </message>
    <message>
        <source>the server does not let this user in</source>
        <translation>server menolak pengguna ini masuk</translation>
    </message>
    <message>
        <source>the server does not let this user do that</source>
        <translation>server tidak mengizinkan pengguna ini melakukannya</translation>
    </message>
    <message>
        <source>the server cannot be reached</source>
        <translation>server tidak dapat dihubungi</translation>
    </message>
    <message>
        <source>the server ended the connection</source>
        <translation>server mengakhiri sambungan</translation>
    </message>
    <message>
        <source>the server offers no encrypted connection as it was asked for</source>
        <translation>server tidak menyediakan sambungan terenkripsi seperti yang diminta</translation>
    </message>
    <message>
        <source>the server&apos;s tables are damaged</source>
        <translation>tabel di server rusak</translation>
    </message>
    <message>
        <source>the server refused</source>
        <translation>server menolak</translation>
    </message>
    <message>
        <source>the server asks for a password</source>
        <translation>server meminta kata sandi</translation>
    </message>
    <message>
        <source>Type it where you are asked for it, or put it into the address: postgresql://user:password@server/database.</source>
        <translation>Ketik saat diminta atau tuliskan dalam alamat: postgresql://pengguna:katasandi@server/basisdata.</translation>
    </message>
    <message>
        <source>the server has no database of that name</source>
        <translation>server tidak memiliki basis data dengan nama itu</translation>
    </message>
    <message>
        <source>Check the address, or ask who looks after the server.</source>
        <translation>Periksa alamatnya atau hubungi pengelola server.</translation>
    </message>
    <message>
        <source>Ask who looks after the server.</source>
        <translation>Hubungi pengelola server.</translation>
    </message>
    <message>
        <source>Ask who looks after the server for the right to read and write these tables, and to create them where there are none.</source>
        <translation>Minta kepada pengelola server hak untuk membaca dan menulis tabel ini, serta membuatnya bila belum ada.</translation>
    </message>
    <message>
        <source>the server only lets its tables be read</source>
        <translation>tabel di server hanya dapat dibaca</translation>
    </message>
    <message>
        <source>Ask who looks after the server for one that can be written.</source>
        <translation>Minta kepada pengelola server akses ke server yang dapat ditulisi.</translation>
    </message>
    <message>
        <source>the disk of the server is full</source>
        <translation>diska server penuh</translation>
    </message>
    <message>
        <source>Ask who looks after the server to free space, then try again.</source>
        <translation>Minta pengelola server mengosongkan ruang, lalu coba lagi.</translation>
    </message>
    <message>
        <source>memory ran out on the server</source>
        <translation>memori server habis</translation>
    </message>
    <message>
        <source>Try again, or ask who looks after the server.</source>
        <translation>Coba lagi atau hubungi pengelola server.</translation>
    </message>
    <message>
        <source>the server has no connection left</source>
        <translation>server tidak memiliki sambungan tersisa</translation>
    </message>
    <message>
        <source>Close the program where nobody uses it, then try again.</source>
        <translation>Tutup program di komputer yang tidak sedang dipakai, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>Tunggu sebentar, lalu coba lagi.</translation>
    </message>
    <message>
        <source>the server took too long</source>
        <translation>server terlalu lama merespons</translation>
    </message>
    <message>
        <source>another program changed the same rows at the same moment</source>
        <translation>program lain mengubah baris yang sama pada saat yang bersamaan</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Coba lagi.</translation>
    </message>
    <message>
        <source>a path or text is not UTF-8, which a server does not keep</source>
        <translation>ada jalur atau teks yang bukan UTF-8, yang tidak dapat disimpan di server</translation>
    </message>
    <message>
        <source>Rename the file or folder, then try again.</source>
        <translation>Ubah nama berkas atau folder itu, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Ask who looks after the server to restore a backup.</source>
        <translation>Minta pengelola server memulihkan cadangan.</translation>
    </message>
    <message>
        <source>the server&apos;s tables are damaged (tables are missing)</source>
        <translation>tabel di server rusak (ada tabel yang hilang)</translation>
    </message>
    <message>
        <source>Ask who looks after the server to switch TLS on. Only in a network that nobody listens to: add ?sslmode=disable to the address.</source>
        <translation>Minta pengelola server mengaktifkan TLS. Hanya di jaringan yang tidak disadap siapa pun: tambahkan ?sslmode=disable pada alamat.</translation>
    </message>
    <message>
        <source>Ask who looks after the server for a database with ENCODING &apos;UTF8&apos;.</source>
        <translation>Minta kepada pengelola server basis data dengan ENCODING &apos;UTF8&apos;.</translation>
    </message>
    <message>
        <source>Choose a newer server, or a case file.</source>
        <translation>Pilih server yang lebih baru atau berkas kasus.</translation>
    </message>
    <message>
        <source>the database holds tables of another program</source>
        <translation>basis data memuat tabel program lain</translation>
    </message>
    <message>
        <source>Choose an empty database; this one was left as it is.</source>
        <translation>Pilih basis data kosong; basis data ini tidak diubah.</translation>
    </message>
    <message>
        <source>this user has no schema in the database where tables could be</source>
        <translation>pengguna ini tidak memiliki skema dalam basis data untuk menempatkan tabel</translation>
    </message>
    <message>
        <source>Open the case again, and look at what stands there now.</source>
        <translation>Buka lagi kasusnya dan lihat isinya sekarang.</translation>
    </message>
    <message>
        <source>holds cases already</source>
        <translation>sudah memuat kasus</translation>
    </message>
    <message>
        <source>is there already</source>
        <translation>sudah ada</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Pilih tempat lain.</translation>
    </message>
    <message>
        <source>Choose a case file that exists.</source>
        <translation>Pilih berkas kasus yang ada.</translation>
    </message>
    <message>
        <source>the copy is not what was copied</source>
        <translation>salinan tidak sama dengan aslinya</translation>
    </message>
    <message>
        <source>memory ran out</source>
        <translation>memori habis</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller batch or input size.</source>
        <translation>Tutup program lain atau pilih batch atau ukuran masukan yang lebih kecil.</translation>
    </message>
    <message>
        <source>is not named UID_&lt;subject&gt;_&lt;image&gt;_&lt;cell&gt;_all or _hem as the other cells are, so neither its subject nor its class is known; left out</source>
        <translation>tidak bernama UID_&lt;subjek&gt;_&lt;gambar&gt;_&lt;sel&gt;_all atau _hem seperti sel lain, sehingga subjek dan kelasnya tidak diketahui; dilewati</translation>
    </message>
    <message>
        <source>holds test pictures whose names say no class (%1); they do not train and are left out</source>
        <translation>memuat gambar uji yang namanya tidak menyebut kelas (%1); tidak dipakai untuk pelatihan dan dilewati</translation>
    </message>
    <message>
        <source>holds images outside any class folder (%1); they have no class and are left out</source>
        <translation>memuat gambar di luar folder kelas (%1); tidak memiliki kelas dan dilewati</translation>
    </message>
    <message>
        <source>Choose an empty folder or a new name.</source>
        <translation>Pilih folder kosong atau nama baru.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Pilih nama lain.</translation>
    </message>
    <message>
        <source>is not empty</source>
        <translation>tidak kosong</translation>
    </message>
    <message>
        <source>Choose the folder above both all and hem.</source>
        <translation>Pilih folder di atas all dan hem.</translation>
    </message>
    <message>
        <source>Choose the folder that directly holds one folder for each class.</source>
        <translation>Pilih folder yang langsung memuat satu folder untuk setiap kelas.</translation>
    </message>
    <message>
        <source>Copy the images again from where they came.</source>
        <translation>Salin ulang gambar dari asalnya.</translation>
    </message>
    <message>
        <source>Put the images of each class into a folder of its own.</source>
        <translation>Tempatkan gambar setiap kelas dalam folder tersendiri.</translation>
    </message>
    <message>
        <source>holds no image (BMP, PNG, JPEG, TIFF or WebP)</source>
        <translation>tidak memuat gambar (BMP, PNG, JPEG, TIFF, atau WebP)</translation>
    </message>
    <message>
        <source>holds no usable image</source>
        <translation>tidak memuat gambar yang dapat dipakai</translation>
    </message>
    <message>
        <source>holds cells of %1 class only, expected %2 at least</source>
        <translation>hanya memuat sel dari %1 kelas, diperlukan paling sedikit %2</translation>
    </message>
    <message>
        <source>Add cells of another class.</source>
        <translation>Tambahkan sel dari kelas lain.</translation>
    </message>
    <message>
        <source>Add cells of that class.</source>
        <translation>Tambahkan sel dari kelas itu.</translation>
    </message>
    <message>
        <source>Add subjects of that class, or choose the protocol paper, which splits by image.</source>
        <translation>Tambahkan subjek dari kelas itu atau pilih protokol “Artikel (per gambar)”.</translation>
    </message>
    <message>
        <source>Name the files as C-NMC does (UID_&lt;subject&gt;_…), or choose the protocol paper, which splits by image.</source>
        <translation>Beri nama berkas seperti C-NMC (UID_&lt;subjek&gt;_…) atau pilih protokol paper, yang membagi per gambar.</translation>
    </message>
    <message>
        <source>Choose the column that names the subject, or the protocol paper, which splits by image.</source>
        <translation>Pilih kolom yang menyebut subjek atau protokol “Artikel (per gambar)”.</translation>
    </message>
    <message>
        <source>no subject is known of any cell, so patients cannot be kept apart</source>
        <translation>subjek tidak diketahui untuk satu sel pun, sehingga pasien tidak dapat dipisahkan</translation>
    </message>
    <message>
        <source>Choose auto, cpu or cuda.</source>
        <translation>Pilih auto, cpu, atau cuda.</translation>
    </message>
    <message>
        <source>Choose auto, fp32 or bf16.</source>
        <translation>Pilih auto, fp32, atau bf16.</translation>
    </message>
    <message>
        <source>Choose the device cpu, or check the NVIDIA driver.</source>
        <translation>Pilih perangkat cpu atau periksa driver NVIDIA.</translation>
    </message>
    <message>
        <source>no CUDA GPU can be used on this computer</source>
        <translation>tidak ada GPU CUDA yang dapat dipakai di komputer ini</translation>
    </message>
    <message>
        <source>Choose weights of this network with torchvision&apos;s names.</source>
        <translation>Pilih bobot jaringan ini dengan nama dari torchvision.</translation>
    </message>
    <message>
        <source>Choose a lower learning rate.</source>
        <translation>Pilih laju belajar yang lebih rendah.</translation>
    </message>
    <message>
        <source>Choose a run folder.</source>
        <translation>Pilih folder proses pelatihan.</translation>
    </message>
    <message>
        <source>Choose a new folder.</source>
        <translation>Pilih folder baru.</translation>
    </message>
    <message>
        <source>Choose a folder that leukolens train wrote.</source>
        <translation>Pilih folder hasil leukolens train.</translation>
    </message>
    <message>
        <source>The run folder is damaged.</source>
        <translation>Folder proses pelatihan rusak.</translation>
    </message>
    <message>
        <source>The run folder is damaged or of a newer version.</source>
        <translation>Folder proses pelatihan rusak atau berasal dari versi yang lebih baru.</translation>
    </message>
    <message>
        <source>Update Leukolens.</source>
        <translation>Perbarui Leukolens.</translation>
    </message>
    <message>
        <source>Restore the file from a copy.</source>
        <translation>Pulihkan berkas dari salinan.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Tutup program lain.</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>Tutup program lain, lalu coba lagi.</translation>
    </message>
    <message>
        <source>is a file, a run needs a folder</source>
        <translation>berupa berkas, padahal proses pelatihan memerlukan folder</translation>
    </message>
    <message>
        <source>is not empty; earlier results are never overwritten</source>
        <translation>tidak kosong; hasil terdahulu tidak pernah ditimpa</translation>
    </message>
    <message>
        <source>is no run folder: settings.json is missing</source>
        <translation>bukan folder proses pelatihan: settings.json tidak ada</translation>
    </message>
    <message>
        <source>Choose a value in that range.</source>
        <translation>Pilih nilai dalam rentang itu.</translation>
    </message>
    <message>
        <source>is damaged: its pixels cannot be unpacked</source>
        <translation>rusak: pikselnya tidak dapat dibongkar</translation>
    </message>
    <message>
        <source>needs more memory than there is</source>
        <translation>memerlukan memori lebih banyak daripada yang tersedia</translation>
    </message>
    <message>
        <source>Choose a picture of a cell.</source>
        <translation>Pilih gambar sel.</translation>
    </message>
    <message>
        <source>Copy the file again from where it came.</source>
        <translation>Salin ulang berkas dari asalnya.</translation>
    </message>
    <message>
        <source>Cut out or shrink the part that is needed.</source>
        <translation>Potong atau perkecil bagian yang diperlukan.</translation>
    </message>
    <message>
        <source>If it is a picture of another kind, save it as PNG or BMP.</source>
        <translation>Jika ini gambar jenis lain, simpan sebagai PNG atau BMP.</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>Menyiapkan gambar</translation>
    </message>
    <message>
        <source>changes while it is read</source>
        <translation>berubah saat dibaca</translation>
    </message>
    <message>
        <source>Wait until the program that writes it has finished, then open it again.</source>
        <translation>Tunggu hingga program yang menulisnya selesai, lalu buka lagi.</translation>
    </message>
    <message>
        <source>is a progressive JPEG of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>berupa JPEG progresif berukuran %1 × %2 px, yang harus dibongkar secara utuh; batasnya untuk itu %3 piksel</translation>
    </message>
    <message>
        <source>is an interlaced PNG of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>berupa PNG interlaced berukuran %1 × %2 px, yang harus dibongkar secara utuh; batasnya untuk itu %3 piksel</translation>
    </message>
    <message>
        <source>is a WebP of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>berupa WebP berukuran %1 × %2 px, yang harus dibongkar secara utuh; batasnya untuk itu %3 piksel</translation>
    </message>
    <message>
        <source>is a packed BMP of %1 × %2 px, which has to be unpacked as a whole; the limit for that is %3 pixels</source>
        <translation>berupa BMP terkompresi berukuran %1 × %2 px, yang harus dibongkar secara utuh; batasnya untuk itu %3 piksel</translation>
    </message>
    <message>
        <source>is a BMP of %1 bits a pixel of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>berupa BMP %1 bit per piksel berukuran %2 × %3 px, yang harus dibongkar secara utuh; batasnya untuk itu %4 piksel</translation>
    </message>
    <message>
        <source>is a TIFF in pieces of %1 rows of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>berupa TIFF dengan potongan %1 baris berukuran %2 × %3 px, yang harus dibongkar secara utuh; batasnya untuk itu %4 piksel</translation>
    </message>
    <message>
        <source>Save it as an ordinary JPEG that is not progressive, or as PNG or TIFF.</source>
        <translation>Simpan sebagai JPEG biasa yang tidak progresif, atau sebagai PNG atau TIFF.</translation>
    </message>
    <message>
        <source>Save it without interlacing.</source>
        <translation>Simpan tanpa interlacing.</translation>
    </message>
    <message>
        <source>Save it as PNG, as JPEG or as a BMP of %1 bits.</source>
        <translation>Simpan sebagai PNG, JPEG, atau BMP %1 bit.</translation>
    </message>
    <message>
        <source>Save it with strips of a few rows, or in tiles of a few hundred pixels.</source>
        <translation>Simpan dengan strip beberapa baris atau ubin beberapa ratus piksel.</translation>
    </message>
    <message>
        <source>measures %1 × %2 px, and there is no folder to prepare a picture of that size in</source>
        <translation>berukuran %1 × %2 px, dan tidak ada folder untuk menyiapkan gambar sebesar itu</translation>
    </message>
    <message>
        <source>Set HOME or XDG_CACHE_HOME to a folder that may be written.</source>
        <translation>Atur HOME atau XDG_CACHE_HOME ke folder yang boleh ditulisi.</translation>
    </message>
    <message>
        <source>has too little space for the prepared copy of a large picture: about %1 MB are needed, and as much to spare</source>
        <translation>tidak memiliki cukup ruang untuk salinan siap pakai dari gambar besar: diperlukan sekitar %1 MB, ditambah cadangan sebesar itu pula</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Kosongkan sebagian ruang, lalu coba lagi.</translation>
    </message>
    <message>
        <source>loses what is written to it</source>
        <translation>kehilangan data yang ditulis ke dalamnya</translation>
    </message>
    <message>
        <source>its prepared copy on the disk is damaged</source>
        <translation>salinan siap pakainya di diska rusak</translation>
    </message>
    <message>
        <source>Open the picture again: the copy is then made anew.</source>
        <translation>Buka lagi gambarnya: salinan itu lalu dibuat ulang.</translation>
    </message>
    <message>
        <source>Open it in the program that made it and save it again as PNG or BMP.</source>
        <translation>Buka di program pembuatnya dan simpan ulang sebagai PNG atau BMP.</translation>
    </message>
    <message>
        <source>Save it as %1-bit or %2-bit PNG, BMP, JPEG or TIFF.</source>
        <translation>Simpan sebagai PNG, BMP, JPEG, atau TIFF %1-bit atau %2-bit.</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>kosong</translation>
    </message>
    <message>
        <source>is not a BMP, PNG, JPEG, TIFF or WebP image</source>
        <translation>bukan gambar BMP, PNG, JPEG, TIFF, atau WebP</translation>
    </message>
    <message>
        <source>Choose a .leukomodel that Leukolens wrote.</source>
        <translation>Pilih .leukomodel hasil Leukolens.</translation>
    </message>
    <message>
        <source>Copy or export the model again.</source>
        <translation>Salin atau ekspor ulang modelnya.</translation>
    </message>
    <message>
        <source>Export the model again.</source>
        <translation>Ekspor ulang modelnya.</translation>
    </message>
    <message>
        <source>is no model of Leukolens</source>
        <translation>bukan model Leukolens</translation>
    </message>
    <message>
        <source>is truncated or damaged</source>
        <translation>terpotong atau rusak</translation>
    </message>
    <message>
        <source>the weights do not match the checksum in the model card</source>
        <translation>bobot tidak cocok dengan checksum dalam kartu model</translation>
    </message>
    <message>
        <source>Copy or download the file again.</source>
        <translation>Salin atau unduh ulang berkasnya.</translation>
    </message>
    <message>
        <source>Copy or export the file again.</source>
        <translation>Salin atau ekspor ulang berkasnya.</translation>
    </message>
    <message>
        <source>Choose a .pth saved by torch.save.</source>
        <translation>Pilih .pth yang disimpan dengan torch.save.</translation>
    </message>
    <message>
        <source>Choose a file of weights.</source>
        <translation>Pilih berkas bobot.</translation>
    </message>
    <message>
        <source>Open it in PyTorch and save its state_dict() again.</source>
        <translation>Buka di PyTorch dan simpan ulang state_dict()-nya.</translation>
    </message>
    <message>
        <source>Save the network&apos;s state_dict() with torch.save, or use safetensors.</source>
        <translation>Simpan state_dict() jaringan dengan torch.save atau gunakan safetensors.</translation>
    </message>
    <message>
        <source>is a .pth of PyTorch&apos;s old form, which is not read here</source>
        <translation>berupa .pth format lama PyTorch, yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>is a zip file without PyTorch weights</source>
        <translation>berupa berkas zip tanpa bobot PyTorch</translation>
    </message>
    <message>
        <source>is neither a .pth nor a .safetensors file</source>
        <translation>bukan berkas .pth maupun .safetensors</translation>
    </message>
    <message>
        <source>Fold %1 of %2 of a training on %3 cells.</source>
        <translation>Fold %1 dari %2 dalam pelatihan dengan %3 sel.</translation>
    </message>
    <message>
        <source>leukemic lymphoblast (acute lymphoblastic leukemia)</source>
        <translation>limfoblas leukemia (leukemia limfoblastik akut)</translation>
    </message>
    <message>
        <source>normal lymphoid cell</source>
        <translation>sel limfoid normal</translation>
    </message>
    <message>
        <source>leukemic B lymphoblast (B-cell acute lymphoblastic leukemia)</source>
        <translation>limfoblas B leukemia (leukemia limfoblastik akut sel B)</translation>
    </message>
    <message>
        <source>leukemic T lymphoblast (T-cell acute lymphoblastic leukemia)</source>
        <translation>limfoblas T leukemia (leukemia limfoblastik akut sel T)</translation>
    </message>
    <message>
        <source>cell of the B lineage</source>
        <translation>sel galur B</translation>
    </message>
    <message>
        <source>cell of the T lineage</source>
        <translation>sel galur T</translation>
    </message>
    <message>
        <source>test cells of unseen subjects</source>
        <translation>sel uji dari subjek yang belum pernah dilihat</translation>
    </message>
    <message>
        <source>held-out cells of subjects that the training has seen too (optimistic)</source>
        <translation>sel yang disisihkan dari subjek yang juga dilihat dalam pelatihan (optimistis)</translation>
    </message>
    <message>
        <source>bootstrap over subjects, percentile, %1 resamples, seed %2</source>
        <translation>bootstrap atas subjek, persentil, %1 pengambilan ulang, seed %2</translation>
    </message>
    <message>
        <source>bootstrap over cells, as no subjects are known, percentile, %1 resamples, seed %2</source>
        <translation>bootstrap atas sel, karena subjeknya tidak diketahui, persentil, %1 pengambilan ulang, seed %2</translation>
    </message>
    <message>
        <source>Not stated. The terms of the training pictures apply.</source>
        <translation>Tidak disebutkan. Ketentuan gambar pelatihan berlaku.</translation>
    </message>
    <message>
        <source>Not stated. The terms of the file that it was imported from apply.</source>
        <translation>Tidak disebutkan. Ketentuan berkas asal impornya berlaku.</translation>
    </message>
    <message>
        <source>Research on pictures of single white blood cells that were stained, photographed and cut out as the training pictures were. For research use only. Not for diagnosis.</source>
        <translation>Penelitian pada gambar sel darah putih tunggal yang diwarnai, difoto, dan dipotong seperti gambar pelatihan. Hanya untuk keperluan penelitian. Bukan untuk diagnosis.</translation>
    </message>
    <message>
        <source>Starting point for training: it has no last layer and classifies nothing. For research use only. Not for diagnosis.</source>
        <translation>Titik awal untuk pelatihan: tidak memiliki lapisan terakhir dan tidak mengklasifikasikan apa pun. Hanya untuk keperluan penelitian. Bukan untuk diagnosis.</translation>
    </message>
    <message>
        <source>Knows its own classes alone: another kind of cell may be put into one of them without a word. Other stains, cameras and magnifications than those of the training pictures may give wrong answers with high probabilities.</source>
        <translation>Hanya mengenal kelasnya sendiri: sel jenis lain dapat dimasukkan ke salah satu kelas itu tanpa pemberitahuan. Pewarnaan, kamera, dan perbesaran yang berbeda dari gambar pelatihan dapat memberi jawaban salah dengan probabilitas tinggi.</translation>
    </message>
    <message>
        <source>What was learnt from other pictures may help little with these: compare with a training that starts from nothing.</source>
        <translation>Yang dipelajari dari gambar lain mungkin kurang membantu untuk gambar ini: bandingkan dengan pelatihan yang dimulai dari nol.</translation>
    </message>
    <message>
        <source>The last layer of the weights is made for %1 classes: a fresh one for %2 classes takes its place.</source>
        <translation>Lapisan terakhir pada bobot dibuat untuk %1 kelas: lapisan baru untuk %2 kelas menggantikannya.</translation>
    </message>
    <message>
        <source>Choose a model or a file of weights.</source>
        <translation>Pilih model atau berkas bobot.</translation>
    </message>
    <message>
        <source>Choose another title.</source>
        <translation>Pilih judul lain.</translation>
    </message>
    <message>
        <source>Choose weights of a whole network.</source>
        <translation>Pilih bobot jaringan yang utuh.</translation>
    </message>
    <message>
        <source>Choose weights of this network.</source>
        <translation>Pilih bobot untuk jaringan ini.</translation>
    </message>
    <message>
        <source>Export its weights first.</source>
        <translation>Ekspor bobotnya lebih dahulu.</translation>
    </message>
    <message>
        <source>Export the model again, or import the weights as a starting point for training.</source>
        <translation>Ekspor ulang modelnya, atau impor bobotnya sebagai titik awal pelatihan.</translation>
    </message>
    <message>
        <source>Import it without classes, as a starting point for training.</source>
        <translation>Impor tanpa kelas, sebagai titik awal pelatihan.</translation>
    </message>
    <message>
        <source>Look at the list again.</source>
        <translation>Lihat kembali daftarnya.</translation>
    </message>
    <message>
        <source>Name as many classes as there are outputs, in their order.</source>
        <translation>Beri nama kelas sebanyak jumlah keluaran, sesuai urutannya.</translation>
    </message>
    <message>
        <source>Pack it again without compression.</source>
        <translation>Kemas ulang tanpa kompresi.</translation>
    </message>
    <message>
        <source>Save it again on an x86 or ARM computer.</source>
        <translation>Simpan ulang di komputer x86 atau ARM.</translation>
    </message>
    <message>
        <source>Save the network&apos;s state_dict() with torch.save.</source>
        <translation>Simpan state_dict() jaringan dengan torch.save.</translation>
    </message>
    <message>
        <source>Save the weights as float32, float16 or bfloat16.</source>
        <translation>Simpan bobot sebagai float32, float16, atau bfloat16.</translation>
    </message>
    <message>
        <source>Train a model from it, or choose another.</source>
        <translation>Latih model dari berkas ini, atau pilih yang lain.</translation>
    </message>
    <message>
        <source>has no last layer, so it cannot classify</source>
        <translation>tidak memiliki lapisan terakhir, sehingga tidak dapat mengklasifikasikan</translation>
    </message>
    <message>
        <source>has no last layer: it is a starting point for training and classifies nothing</source>
        <translation>tidak memiliki lapisan terakhir: ini titik awal untuk pelatihan dan tidak mengklasifikasikan apa pun</translation>
    </message>
    <message>
        <source>holds no tensors</source>
        <translation>tidak berisi tensor</translation>
    </message>
    <message>
        <source>holds nothing but a last layer</source>
        <translation>hanya berisi lapisan terakhir</translation>
    </message>
    <message>
        <source>is a TorchScript program, of which only weights could be read</source>
        <translation>adalah program TorchScript, yang hanya dapat dibaca bobotnya</translation>
    </message>
    <message>
        <source>is no zip file</source>
        <translation>bukan berkas zip</translation>
    </message>
    <message>
        <source>is too large for the memory that is left</source>
        <translation>terlalu besar untuk memori yang tersisa</translation>
    </message>
    <message>
        <source>its list of tensors is longer than any network&apos;s</source>
        <translation>daftar tensornya lebih panjang daripada daftar jaringan mana pun</translation>
    </message>
    <message>
        <source>the model is no longer there</source>
        <translation>model sudah tidak ada</translation>
    </message>
    <message>
        <source>the network answers with something that is no number</source>
        <translation>jawaban jaringan bukan angka</translation>
    </message>
    <message>
        <source>was saved with another byte order</source>
        <translation>disimpan dengan urutan byte yang berbeda</translation>
    </message>
    <message>
        <source>Searching for cells</source>
        <translation>Mencari sel</translation>
    </message>
    <message>
        <source>Looking at the stain</source>
        <translation>Memeriksa pewarnaan</translation>
    </message>
    <message>
        <source>cannot search with %1 threads</source>
        <translation>tidak dapat mencari dengan %1 thread</translation>
    </message>
    <message>
        <source>cannot look for %1 cells</source>
        <translation>tidak dapat mencari %1 sel</translation>
    </message>
    <message>
        <source>the scale is no positive number of µm per pixel</source>
        <translation>skala bukan bilangan positif µm per piksel</translation>
    </message>
    <message>
        <source>an area needs three corners or more, this one has %1</source>
        <translation>area memerlukan tiga sudut atau lebih, area ini memiliki %1</translation>
    </message>
    <message>
        <source>a corner of the area is no number</source>
        <translation>salah satu sudut area bukan angka</translation>
    </message>
    <message>
        <source>its pixels are wider than %1.%2 µm, too coarse to find cells</source>
        <translation>pikselnya lebih lebar dari %1,%2 µm, terlalu kasar untuk mencari sel</translation>
    </message>
    <message>
        <source>the area to search lies outside of it</source>
        <translation>area yang akan dicari berada di luarnya</translation>
    </message>
    <message>
        <source>Choose %1 or more.</source>
        <translation>Pilih %1 atau lebih.</translation>
    </message>
    <message>
        <source>Choose %1 or more, or all of them.</source>
        <translation>Pilih %1 atau lebih, atau semuanya.</translation>
    </message>
    <message>
        <source>Give the width of a pixel in µm, such as %1.%2.</source>
        <translation>Masukkan lebar satu piksel dalam µm, misalnya %1,%2.</translation>
    </message>
    <message>
        <source>Draw the area on the slide.</source>
        <translation>Gambar area pada preparat.</translation>
    </message>
    <message>
        <source>Scan the slide with an objective of %1 × or more, or correct the scale.</source>
        <translation>Pindai preparat dengan objektif %1 × atau lebih, atau perbaiki skalanya.</translation>
    </message>
    <message>
        <source>finds cells in whole fields, it does not classify pictures of single cells</source>
        <translation>mencari sel dalam bidang pandang utuh, tidak mengklasifikasikan gambar sel tunggal</translation>
    </message>
    <message>
        <source>Use it by leukolens detect, or choose a classifier.</source>
        <translation>Gunakan dengan leukolens detect, atau pilih model klasifikasi.</translation>
    </message>
    <message>
        <source>the number of fields must be %1 to %2, it is %3</source>
        <translation>jumlah bidang pandang harus %1 sampai %2, sekarang %3</translation>
    </message>
    <message>
        <source>its boxes cannot be written as Pascal VOC</source>
        <translation>kotaknya tidak dapat ditulis sebagai Pascal VOC</translation>
    </message>
    <message>
        <source>Choose other names for the classes.</source>
        <translation>Pilih nama lain untuk kelas-kelasnya.</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>Mengevaluasi</translation>
    </message>
    <message>
        <source>is a run that is not finished</source>
        <translation>adalah proses pelatihan yang belum selesai</translation>
    </message>
    <message>
        <source>Go on with it by leukolens detect train --resume, then compare.</source>
        <translation>Lanjutkan dengan leukolens detect train --resume, lalu bandingkan.</translation>
    </message>
    <message>
        <source>is a run without test fields</source>
        <translation>adalah proses pelatihan tanpa bidang pandang uji</translation>
    </message>
    <message>
        <source>Compare runs that were trained with a test share.</source>
        <translation>Bandingkan proses pelatihan yang dilatih dengan bagian uji.</translation>
    </message>
    <message>
        <source>was trained on other fields or boxes than the first run</source>
        <translation>dilatih dengan bidang pandang atau kotak yang berbeda dari proses pelatihan pertama</translation>
    </message>
    <message>
        <source>Compare runs of leukolens detect train over one folder of fields.</source>
        <translation>Bandingkan proses pelatihan leukolens detect train dari satu folder bidang pandang.</translation>
    </message>
    <message>
        <source>has other test fields than the first run</source>
        <translation>memiliki bidang pandang uji yang berbeda dari proses pelatihan pertama</translation>
    </message>
    <message>
        <source>Compare runs that were trained with the same seed and test share.</source>
        <translation>Bandingkan proses pelatihan dengan seed dan bagian uji yang sama.</translation>
    </message>
    <message>
        <source>is named twice</source>
        <translation>disebut dua kali</translation>
    </message>
    <message>
        <source>Name each run once.</source>
        <translation>Sebutkan setiap proses pelatihan satu kali.</translation>
    </message>
    <message>
        <source>there is no run to compare</source>
        <translation>tidak ada proses pelatihan untuk dibandingkan</translation>
    </message>
    <message>
        <source>is a model of other classes than the run&apos;s fields have</source>
        <translation>adalah model dengan kelas yang berbeda dari kelas bidang pandang proses pelatihan</translation>
    </message>
    <message>
        <source>Train the run again, or bring its own model back.</source>
        <translation>Ulangi pelatihannya, atau kembalikan modelnya sendiri.</translation>
    </message>
    <message>
        <source>the fields or boxes are not those that the runs were trained with</source>
        <translation>bidang pandang atau kotaknya bukan yang dipakai untuk melatih proses-proses ini</translation>
    </message>
    <message>
        <source>Bring them back, or say where they lie now.</source>
        <translation>Kembalikan, atau sebutkan lokasinya sekarang.</translation>
    </message>
    <message>
        <source>says of no epoch how long it took</source>
        <translation>tidak menyebutkan lama satu epoch pun</translation>
    </message>
    <message>
        <source>Reading fields</source>
        <translation>Membaca bidang pandang</translation>
    </message>
    <message>
        <source>its name is not UTF-8</source>
        <translation>namanya bukan UTF-8</translation>
    </message>
    <message>
        <source>no XML file of its name lies beside it or in a folder Annotations</source>
        <translation>tidak ada berkas XML dengan nama yang sama di sebelahnya atau di folder Annotations</translation>
    </message>
    <message>
        <source>another picture is the same, byte by byte</source>
        <translation>gambar lain sama persis, byte demi byte</translation>
    </message>
    <message>
        <source>its boxes were drawn in %1 × %2 px, it has %3 × %4</source>
        <translation>kotaknya dibuat pada %1 × %2 px, sedangkan gambarnya %3 × %4</translation>
    </message>
    <message>
        <source>none of its %1 pictures has boxes</source>
        <translation>tidak satu pun dari %1 gambarnya memiliki kotak</translation>
    </message>
    <message>
        <source>has another size than when it was first read</source>
        <translation>ukurannya berbeda dari saat pertama kali dibaca</translation>
    </message>
    <message>
        <source>Start anew.</source>
        <translation>Mulai dari awal.</translation>
    </message>
    <message>
        <source>a finder of cells is trained with adamw or sgd</source>
        <translation>pencari sel dilatih dengan adamw atau sgd</translation>
    </message>
    <message>
        <source>lacks a setting, or has one of another kind</source>
        <translation>ada pengaturan yang kurang atau jenisnya tidak sesuai</translation>
    </message>
    <message>
        <source>Start a new run.</source>
        <translation>Mulai proses pelatihan baru.</translation>
    </message>
    <message>
        <source>No checkpoint was there: the training starts from its beginning.</source>
        <translation>Tidak ada checkpoint: pelatihan dimulai dari awal.</translation>
    </message>
    <message>
        <source>Training and test fields are told apart by field: fields of one person or smear may be in both, which makes the figures optimistic.</source>
        <translation>Bagian latih dan uji dipisahkan per bidang pandang: bidang pandang dari satu orang atau apusan bisa ada di keduanya, sehingga angkanya terlalu optimistis.</translation>
    </message>
    <message>
        <source>No pretrained weights: the backbone begins at random, with batch norm&apos;s statistics of the first training fields. Expect far worse figures than with pretrained weights.</source>
        <translation>Tanpa bobot pralatih: backbone dimulai secara acak, dengan statistik batch norm dari bidang pandang latih yang pertama. Hasilnya akan jauh lebih buruk daripada dengan bobot pralatih.</translation>
    </message>
    <message>
        <source>How large the fields&apos; pixels are was not said, and their red cells do not tell it: Slides cannot search with this model.</source>
        <translation>Ukuran piksel bidang pandang tidak disebutkan, dan sel darah merahnya tidak dapat menunjukkannya: Preparat tidak dapat mencari dengan model ini.</translation>
    </message>
    <message>
        <source>there is only one field with boxes</source>
        <translation>hanya ada satu bidang pandang dengan kotak</translation>
    </message>
    <message>
        <source>Annotate more fields.</source>
        <translation>Anotasikan lebih banyak bidang pandang.</translation>
    </message>
    <message>
        <source>is finished already</source>
        <translation>sudah selesai</translation>
    </message>
    <message>
        <source>the fields or boxes are not those that the run began with</source>
        <translation>bidang pandang atau kotaknya bukan yang dipakai saat proses pelatihan dimulai</translation>
    </message>
    <message>
        <source>Bring them back, or start a new run.</source>
        <translation>Kembalikan, atau mulai proses pelatihan baru.</translation>
    </message>
    <message>
        <source>is a run of a classifier, not of a finder of cells</source>
        <translation>adalah proses pelatihan pengklasifikasi, bukan pencari sel</translation>
    </message>
    <message>
        <source>Use leukolens train --resume, or leukolens evaluate.</source>
        <translation>Gunakan leukolens train --resume, atau leukolens evaluate.</translation>
    </message>
    <message>
        <source>Bring it back, or start a new run.</source>
        <translation>Kembalikan, atau mulai proses pelatihan baru.</translation>
    </message>
    <message>
        <source>classifies pictures of single cells, it does not find cells in fields</source>
        <translation>mengklasifikasikan gambar sel tunggal, tidak mencari sel dalam bidang pandang</translation>
    </message>
    <message>
        <source>Choose a model that leukolens detect train wrote.</source>
        <translation>Pilih model yang ditulis oleh leukolens detect train.</translation>
    </message>
    <message>
        <source>the model does not say how large the pixels of its training fields were</source>
        <translation>model tidak menyebutkan ukuran piksel bidang pandang latihnya</translation>
    </message>
    <message>
        <source>Train it anew, and say how large a pixel is.</source>
        <translation>Latih ulang, dan sebutkan ukuran satu piksel.</translation>
    </message>
    <message>
        <source>the model knows no white cells</source>
        <translation>model tidak mengenal sel darah putih</translation>
    </message>
    <message>
        <source>Choose a model that was trained on fields in which white cells have boxes.</source>
        <translation>Pilih model yang dilatih dengan bidang pandang yang sel darah putihnya diberi kotak.</translation>
    </message>
    <message>
        <source>a field of %1 × %2 px is too small, its sides need %3 px at least</source>
        <translation>bidang pandang %1 × %2 px terlalu kecil, sisinya harus paling sedikit %3 px</translation>
    </message>
    <message>
        <source>the finder looks at pictures that are too small for a cell and what is around it</source>
        <translation>pencari sel melihat gambar yang terlalu kecil untuk satu sel dan sekitarnya</translation>
    </message>
    <message>
        <source>Choose weights of this backbone.</source>
        <translation>Pilih bobot untuk backbone ini.</translation>
    </message>
    <message>
        <source>Choose weights of this backbone with torchvision&apos;s names.</source>
        <translation>Pilih bobot untuk backbone ini dengan nama dari torchvision.</translation>
    </message>
    <message>
        <source>none of its %1 tensors has a name of this network</source>
        <translation>tidak satu pun dari %1 tensornya bernama seperti pada jaringan ini</translation>
    </message>
    <message>
        <source>is larger than any annotation</source>
        <translation>lebih besar daripada anotasi mana pun</translation>
    </message>
    <message>
        <source>its boxes belong to another picture of that name</source>
        <translation>kotaknya milik gambar lain dengan nama itu</translation>
    </message>
    <message>
        <source>would be shown with a side of %1 px, %2 are needed</source>
        <translation>akan ditampilkan dengan sisi %1 px, padahal diperlukan %2</translation>
    </message>
    <message>
        <source>Take it out, or choose a larger side.</source>
        <translation>Keluarkan, atau pilih sisi yang lebih besar.</translation>
    </message>
    <message>
        <source>none of its checkpoints can be gone on with</source>
        <translation>tidak satu pun checkpoint-nya dapat dilanjutkan</translation>
    </message>
    <message>
        <source>Bring its files back as they were, or start a new run.</source>
        <translation>Kembalikan berkas-berkasnya seperti semula, atau mulai proses pelatihan baru.</translation>
    </message>
    <message>
        <source>has no training fields, or names one twice</source>
        <translation>tidak memiliki bidang pandang latih, atau menyebut salah satunya dua kali</translation>
    </message>
    <message>
        <source>does not name every field</source>
        <translation>tidak menyebut setiap bidang pandang</translation>
    </message>
    <message>
        <source>memory ran out while cells were sought</source>
        <translation>memori habis saat mencari sel</translation>
    </message>
    <message>
        <source>Close other programs, or use the CPU.</source>
        <translation>Tutup program lain, atau gunakan CPU.</translation>
    </message>
    <message>
        <source>the finder looks at pictures that are too coarse or too large to find cells in</source>
        <translation>pencari sel melihat gambar yang terlalu kasar atau terlalu besar untuk mencari sel</translation>
    </message>
    <message>
        <source>what the finder looks at is too large at once here, as the slide has no level that is coarse enough</source>
        <translation>yang dilihat pencari sel sekaligus terlalu besar di sini, karena preparat tidak memiliki tingkat yang cukup kasar</translation>
    </message>
    <message>
        <source>Search it with the program&apos;s own finder.</source>
        <translation>Cari dengan pencari sel bawaan program.</translation>
    </message>
    <message>
        <source>Choose other names.</source>
        <translation>Pilih nama lain.</translation>
    </message>
    <message>
        <source>Cutting out cells</source>
        <translation>Memotong sel</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokol</translation>
    </message>
    <message>
        <source>Who may be in training and test: patients kept apart, the paper&apos;s 70/30 by image, C-NMC&apos;s own folds, other patients drawn for each test, each patient tested alone, or a table of your own</source>
        <translation>Siapa yang boleh ada dalam latih dan uji: pasien dipisahkan, 70/30 per gambar seperti dalam artikel, fold resmi C-NMC, pasien lain untuk setiap uji, setiap pasien diuji sendiri, atau tabel Anda sendiri</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>How many times the data are split and a network is trained; by C-NMC&apos;s own folds, one subject out and an own table it follows from the data</source>
        <translation>Berapa kali data dibagi dan sebuah jaringan dilatih; pada fold resmi C-NMC, satu subjek disisihkan, dan tabel sendiri, jumlahnya mengikuti data</translation>
    </message>
    <message>
        <source>Epochs at most</source>
        <translation>Epoch maksimum</translation>
    </message>
    <message>
        <source>How often each fold goes through its training cells, if it is not stopped early</source>
        <translation>Berapa kali setiap fold melewati sel latihnya, jika tidak dihentikan lebih dini</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Patience</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>epoch</translation>
    </message>
    <message>
        <source>Epochs without a better validation loss after which a fold stops</source>
        <translation>Jumlah epoch tanpa perbaikan loss validasi sebelum fold dihentikan</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Ukuran masukan</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Side of the square picture that the network sees; each network has a usual one, and InceptionV3 does not run its auxiliary head below 299</source>
        <translation>Sisi gambar persegi yang dilihat jaringan; setiap jaringan memiliki ukuran lazim, dan InceptionV3 tidak menjalankan head tambahannya di bawah 299</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>sel</translation>
    </message>
    <message>
        <source>Cells in one training step; more need more memory</source>
        <translation>Jumlah sel dalam satu langkah pelatihan; makin banyak, makin besar memori yang diperlukan</translation>
    </message>
    <message>
        <source>Stain colours</source>
        <translation>Normalisasi pewarnaan</translation>
    </message>
    <message>
        <source>Brings the colours of every picture to one fixed stain before training and classifying: Reinhard by mean and spread, Macenko by its two stains</source>
        <translation>Menyesuaikan warna setiap gambar ke satu pewarnaan tetap sebelum pelatihan dan klasifikasi: Reinhard dengan rerata dan sebaran, Macenko dengan kedua zat warnanya</translation>
    </message>
    <message>
        <source>Unequal classes</source>
        <translation>Kelas tak seimbang</translation>
    </message>
    <message>
        <source>What is done about classes of different size</source>
        <translation>Penanganan kelas yang ukurannya berbeda</translation>
    </message>
    <message>
        <source>Share trained on</source>
        <translation>Porsi latih</translation>
    </message>
    <message>
        <source>Share of each fold&apos;s training subjects that the network learns from; with less than 1 it shows what more subjects would bring</source>
        <translation>Porsi subjek latih setiap fold yang dipelajari jaringan; nilai di bawah 1 menunjukkan apa yang diperoleh dari subjek tambahan</translation>
    </message>
    <message>
        <source>Even folds</source>
        <translation>Fold seimbang</translation>
    </message>
    <message>
        <source>Beside classes, folds are made alike in this fact of the subjects, as far as it is known</source>
        <translation>Selain menurut kelas, fold diseimbangkan menurut data subjek ini, sejauh diketahui</translation>
    </message>
    <message>
        <source>By class alone</source>
        <translation>Per kelas saja</translation>
    </message>
    <message>
        <source>By sex</source>
        <translation>Per jenis kelamin</translation>
    </message>
    <message>
        <source>By immunophenotype</source>
        <translation>Per imunofenotipe</translation>
    </message>
    <message>
        <source>By prednisone response</source>
        <translation>Per respons prednison</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Fixes split, initial weights, order and augmentation: the same seed repeats a run</source>
        <translation>Menetapkan pembagian, bobot awal, urutan, dan augmentasi: seed yang sama mengulang proses pelatihan</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Jaringan</translation>
    </message>
    <message>
        <source>Which network is trained</source>
        <translation>Jaringan yang dilatih</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Bobot</translation>
    </message>
    <message>
        <source>Weights to start from (.leukomodel, .pth or .safetensors); empty: random ones</source>
        <translation>Bobot awal (.leukomodel, .pth, atau .safetensors); kosong: acak</translation>
    </message>
    <message>
        <source>Frozen up to</source>
        <translation>Dibekukan hingga</translation>
    </message>
    <message>
        <source>Layers up to here stay as the weights have them; with all but the last layer frozen, training takes seconds</source>
        <translation>Lapisan sampai di sini tetap seperti pada bobotnya; jika semua lapisan kecuali yang terakhir dibekukan, pelatihan hanya memerlukan beberapa detik</translation>
    </message>
    <message>
        <source>Augmented copies</source>
        <translation>Salinan augmentasi</translation>
    </message>
    <message>
        <source>Frozen trunk: how many augmented versions of each cell are computed once and trained on</source>
        <translation>Backbone beku: jumlah versi augmentasi tiap sel yang dihitung satu kali lalu dipakai untuk melatih</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of the features left out at random before the last layer</source>
        <translation>Porsi fitur yang diabaikan secara acak sebelum lapisan terakhir</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Komputasi di</translation>
    </message>
    <message>
        <source>Where the network runs; automatic: on the GPU where there is one</source>
        <translation>Tempat jaringan dijalankan; otomatis: di GPU bila tersedia</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Format angka</translation>
    </message>
    <message>
        <source>Automatic: 16 bit where the device computes with it in hardware</source>
        <translation>Otomatis: 16 bit bila didukung perangkat keras</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Pengoptimal</translation>
    </message>
    <message>
        <source>How the weights follow the gradients</source>
        <translation>Cara bobot mengikuti gradien</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Laju belajar</translation>
    </message>
    <message>
        <source>Size of the steps at their largest</source>
        <translation>Ukuran langkah saat paling besar</translation>
    </message>
    <message>
        <source>Trunk&apos;s share of the rate</source>
        <translation>Porsi laju backbone</translation>
    </message>
    <message>
        <source>Learning rate of all but the last layers, as a share of theirs</source>
        <translation>Laju belajar semua lapisan kecuali lapisan terakhir, sebagai porsi dari laju lapisan terakhir</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Share of the last step that is kept in the next (SGD and RMSprop)</source>
        <translation>Porsi langkah terakhir yang dipertahankan pada langkah berikutnya (SGD dan RMSprop)</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Peluruhan bobot</translation>
    </message>
    <message>
        <source>How strongly weights are drawn to zero; never those of batch norm, nor biases</source>
        <translation>Seberapa kuat bobot ditarik ke nol; tidak pernah bobot batch norm maupun bias</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Jadwal</translation>
    </message>
    <message>
        <source>How the learning rate goes after the warm-up</source>
        <translation>Perubahan laju belajar setelah warm-up</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Warm-up</translation>
    </message>
    <message>
        <source>Share of all steps over which the learning rate rises</source>
        <translation>Porsi dari semua langkah saat laju belajar naik</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>Plateau</translation>
    </message>
    <message>
        <source>Schedule that halves on a plateau: epochs without a better validation loss before it does</source>
        <translation>Jadwal yang membagi dua pada plateau: jumlah epoch tanpa perbaikan loss validasi sebelum laju dibagi dua</translation>
    </message>
    <message>
        <source>Largest gradient</source>
        <translation>Gradien terbesar</translation>
    </message>
    <message>
        <source>Gradients whose common norm is larger are scaled down to it; 0: no limit</source>
        <translation>Gradien yang norma gabungannya lebih besar diperkecil ke nilai ini; 0: tanpa batas</translation>
    </message>
    <message>
        <source>Running mean of weights</source>
        <translation>Rerata bergerak bobot</translation>
    </message>
    <message>
        <source>Decay of a running mean that is evaluated and saved instead of the weights; 0: none</source>
        <translation>Peluruhan rerata bergerak yang dievaluasi dan disimpan sebagai pengganti bobot; 0: tidak ada</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Penghalusan label</translation>
    </message>
    <message>
        <source>Share of each label that is spread over all classes</source>
        <translation>Porsi setiap label yang disebar ke semua kelas</translation>
    </message>
    <message>
        <source>Auxiliary loss</source>
        <translation>Loss tambahan</translation>
    </message>
    <message>
        <source>Weight of the auxiliary head&apos;s loss</source>
        <translation>Bobot loss dari head tambahan</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentasi</translation>
    </message>
    <message>
        <source>Train on randomly changed versions of the cells</source>
        <translation>Latih dengan versi sel yang diubah secara acak</translation>
    </message>
    <message>
        <source>Brightness from</source>
        <translation>Kecerahan dari</translation>
    </message>
    <message>
        <source>Brightness is multiplied by a factor from here</source>
        <translation>Kecerahan dikalikan dengan faktor mulai dari nilai ini</translation>
    </message>
    <message>
        <source>Brightness to</source>
        <translation>Kecerahan hingga</translation>
    </message>
    <message>
        <source>Brightness is multiplied by a factor up to here</source>
        <translation>Kecerahan dikalikan dengan faktor hingga nilai ini</translation>
    </message>
    <message>
        <source>Contrast from</source>
        <translation>Kontras dari</translation>
    </message>
    <message>
        <source>Contrast is multiplied by a factor from here</source>
        <translation>Kontras dikalikan dengan faktor mulai dari nilai ini</translation>
    </message>
    <message>
        <source>Contrast to</source>
        <translation>Kontras hingga</translation>
    </message>
    <message>
        <source>Contrast is multiplied by a factor up to here</source>
        <translation>Kontras dikalikan dengan faktor hingga nilai ini</translation>
    </message>
    <message>
        <source>Saturation from</source>
        <translation>Saturasi dari</translation>
    </message>
    <message>
        <source>Saturation is multiplied by a factor from here</source>
        <translation>Saturasi dikalikan dengan faktor mulai dari nilai ini</translation>
    </message>
    <message>
        <source>Saturation to</source>
        <translation>Saturasi hingga</translation>
    </message>
    <message>
        <source>Saturation is multiplied by a factor up to here</source>
        <translation>Saturasi dikalikan dengan faktor hingga nilai ini</translation>
    </message>
    <message>
        <source>Gamma from</source>
        <translation>Gamma dari</translation>
    </message>
    <message>
        <source>Exponent of the brightness, from here</source>
        <translation>Eksponen kecerahan, mulai dari nilai ini</translation>
    </message>
    <message>
        <source>Gamma to</source>
        <translation>Gamma hingga</translation>
    </message>
    <message>
        <source>Exponent of the brightness, up to here</source>
        <translation>Eksponen kecerahan, hingga nilai ini</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>Pencerminan</translation>
    </message>
    <message>
        <source>Mirror cells at random</source>
        <translation>Cerminkan sel secara acak</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Rotasi</translation>
    </message>
    <message>
        <source>Turn cells by a random angle: they have no up</source>
        <translation>Putar sel dengan sudut acak: sel tidak memiliki sisi atas</translation>
    </message>
    <message>
        <source>Largest angle</source>
        <translation>Sudut terbesar</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Cells are turned by up to this angle, either way</source>
        <translation>Sel diputar hingga sudut ini, ke kedua arah</translation>
    </message>
    <message>
        <source>Patient-safe</source>
        <translation>Terpisah per pasien</translation>
    </message>
    <message>
        <source>Paper (by image)</source>
        <translation>Artikel (per gambar)</translation>
    </message>
    <message>
        <source>Official (C-NMC)</source>
        <translation>Resmi (C-NMC)</translation>
    </message>
    <message>
        <source>Repeated hold-out</source>
        <translation>Hold-out berulang</translation>
    </message>
    <message>
        <source>Leave one subject out</source>
        <translation>Satu subjek disisihkan</translation>
    </message>
    <message>
        <source>Own table</source>
        <translation>Tabel sendiri</translation>
    </message>
    <message>
        <source>Table of the split</source>
        <translation>Tabel pembagian</translation>
    </message>
    <message>
        <source>Own table: CSV or TSV with the columns path or sha256, fold and, if wanted, part (train, validation, test)</source>
        <translation>Tabel sendiri: CSV atau TSV dengan kolom path atau sha256, fold, dan, bila perlu, part (train, validation, test)</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>Apa adanya</translation>
    </message>
    <message>
        <source>Weighted loss</source>
        <translation>Loss berbobot</translation>
    </message>
    <message>
        <source>Drawn equally</source>
        <translation>Diambil merata</translation>
    </message>
    <message>
        <source>Reinhard</source>
        <translation>Reinhard</translation>
    </message>
    <message>
        <source>Macenko</source>
        <translation>Macenko</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>SGD dengan momentum</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Halved on a plateau</source>
        <translation>Dibagi dua pada plateau</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstan</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Otomatis</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>32 bit (fp32)</source>
        <translation>32 bit (fp32)</translation>
    </message>
    <message>
        <source>16 bit (bf16)</source>
        <translation>16 bit (bf16)</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>All but the last layer</source>
        <translation>Semua kecuali lapisan terakhir</translation>
    </message>
    <message>
        <source>there is an NVIDIA driver, but this Leukolens has no libraries for GPUs</source>
        <translation>driver NVIDIA ada, tetapi Leukolens ini tidak memiliki pustaka GPU</translation>
    </message>
    <message>
        <source>Install the add-on for GPUs, leukolens-cuda, and start again; or choose the device cpu.</source>
        <translation>Pasang add-on GPU, leukolens-cuda, lalu jalankan ulang; atau pilih perangkat cpu.</translation>
    </message>
    <message>
        <source>C-NMC 2019: each file&apos;s name says class and subject (UID_&lt;subject&gt;_&lt;image&gt;_&lt;cell&gt;_all or _hem); its folds are read as one set.</source>
        <translation>C-NMC 2019: nama setiap berkas menyebut kelas dan subjek (UID_&lt;subjek&gt;_&lt;gambar&gt;_&lt;sel&gt;_all atau _hem); semua fold-nya dibaca sebagai satu kumpulan.</translation>
    </message>
    <message>
        <source>The numbered pictures that the table of labels lists are kept apart as external test.</source>
        <translation>Gambar bernomor yang tercantum dalam tabel label disisihkan sebagai uji eksternal.</translation>
    </message>
    <message>
        <source>C-NMC 2019&apos;s preliminary test: the table of labels says class and subject of each numbered picture.</source>
        <translation>Uji pendahuluan C-NMC 2019: tabel label menyebut kelas dan subjek setiap gambar bernomor.</translation>
    </message>
    <message>
        <source>ALL-IDB2: the ending of each file&apos;s name says the class (_1 blast, _0 not-blast); subjects are not known.</source>
        <translation>ALL-IDB2: akhir nama setiap berkas menyebut kelasnya (_1 blas, _0 bukan blas); subjek tidak diketahui.</translation>
    </message>
    <message>
        <source>Class folders with a folder for each subject in them (class/subject/image).</source>
        <translation>Folder kelas dengan satu folder per subjek di dalamnya (kelas/subjek/gambar).</translation>
    </message>
    <message>
        <source>A folder for each subject with class folders in it (subject/class/image).</source>
        <translation>Satu folder per subjek dengan folder kelas di dalamnya (subjek/kelas/gambar).</translation>
    </message>
    <message>
        <source>Class folders; subjects are not known.</source>
        <translation>Folder kelas; subjek tidak diketahui.</translation>
    </message>
    <message>
        <source>the audit trail does not hold</source>
        <translation>Jejak audit tidak cocok</translation>
    </message>
    <message>
        <source>Press Verify in Cases, Audit trail: it says where. The copies lie in the folder backups beside the file.</source>
        <translation>Tekan Verifikasi di Kasus, Jejak audit: di sana tertulis letaknya. Salinannya ada di folder backups di samping berkas.</translation>
    </message>
    <message>
        <source>&quot;columns&quot; is no object</source>
        <translation>“columns” bukan objek</translation>
    </message>
    <message>
        <source>&quot;folders&quot; is none of class, class/subject and subject/class</source>
        <translation>“folders” bukan salah satu dari class, class/subject, dan subject/class</translation>
    </message>
    <message>
        <source>&apos;decisions&apos; is no list</source>
        <translation>“decisions” bukan daftar</translation>
    </message>
    <message>
        <source>a HEIF, AVIF or video file</source>
        <translation>berkas HEIF, AVIF, atau video</translation>
    </message>
    <message>
        <source>a blast class was named, but no classes</source>
        <translation>kelas blas disebutkan, tetapi tidak ada kelas</translation>
    </message>
    <message>
        <source>a cell has a probability outside 0 to 1</source>
        <translation>sebuah sel memiliki probabilitas di luar 0 sampai 1</translation>
    </message>
    <message>
        <source>a cell has a probability that is not a number</source>
        <translation>sebuah sel memiliki probabilitas yang bukan bilangan</translation>
    </message>
    <message>
        <source>a cell has no name</source>
        <translation>sebuah sel tidak memiliki nama</translation>
    </message>
    <message>
        <source>a cell has no usable path</source>
        <translation>sebuah sel tidak memiliki jalur yang dapat dipakai</translation>
    </message>
    <message>
        <source>a cell names a picture that is not there</source>
        <translation>sebuah sel menyebut gambar yang tidak ada</translation>
    </message>
    <message>
        <source>a cell was asked in no way there is</source>
        <translation>sebuah sel diklasifikasi dengan cara yang tidak ada</translation>
    </message>
    <message>
        <source>a cell&apos;s picture is not named by its checksum</source>
        <translation>gambar sebuah sel tidak dinamai dengan checksum-nya</translation>
    </message>
    <message>
        <source>a cell&apos;s vector holds what is not a number</source>
        <translation>vektor sebuah sel memuat sesuatu yang bukan bilangan</translation>
    </message>
    <message>
        <source>a cell&apos;s vector is no vector</source>
        <translation>vektor sebuah sel bukan vektor</translation>
    </message>
    <message>
        <source>a class has no name</source>
        <translation>sebuah kelas tidak memiliki nama</translation>
    </message>
    <message>
        <source>a class, flag or model name is not UTF-8 text</source>
        <translation>nama kelas, tanda, atau model bukan teks UTF-8</translation>
    </message>
    <message>
        <source>a decision is none of keep, drop and same_patient</source>
        <translation>sebuah keputusan bukan salah satu dari keep, drop, dan same_patient</translation>
    </message>
    <message>
        <source>a fact holds what is no UTF-8 text</source>
        <translation>sebuah data memuat sesuatu yang bukan teks UTF-8</translation>
    </message>
    <message>
        <source>a finder of cells needs at least one class</source>
        <translation>pencari sel memerlukan paling sedikit satu kelas</translation>
    </message>
    <message>
        <source>a fold has fewer than 2 cells to train on</source>
        <translation>sebuah fold memiliki kurang dari 2 sel latih</translation>
    </message>
    <message>
        <source>a last layer is not fitted</source>
        <translation>lapisan terakhir tidak dilatih sekali jadi</translation>
    </message>
    <message>
        <source>a last layer is trained, not fitted</source>
        <translation>lapisan terakhir dilatih bertahap, bukan sekali jadi</translation>
    </message>
    <message>
        <source>a mark on a slide names a cell that is not there</source>
        <translation>tanda pada preparat menyebut sel yang tidak ada</translation>
    </message>
    <message>
        <source>a mark on a slide names no slide</source>
        <translation>tanda pada preparat tidak menyebut preparat mana pun</translation>
    </message>
    <message>
        <source>a patient without a name has several sessions</source>
        <translation>pasien tanpa nama memiliki beberapa sesi</translation>
    </message>
    <message>
        <source>a percentage of blasts is a number from 0 to 100</source>
        <translation>persentase blas adalah bilangan dari 0 sampai 100</translation>
    </message>
    <message>
        <source>a picture is not named by its SHA-256</source>
        <translation>sebuah gambar tidak dinamai dengan SHA-256-nya</translation>
    </message>
    <message>
        <source>a picture&apos;s size does not fit its pixels</source>
        <translation>ukuran sebuah gambar tidak cocok dengan pikselnya</translation>
    </message>
    <message>
        <source>a reading decides a cell that is not there</source>
        <translation>pembacaan memutuskan sel yang tidak ada</translation>
    </message>
    <message>
        <source>a sensitivity lies above 0 and at most at 1</source>
        <translation>sensitivitas harus di atas 0 dan paling tinggi 1</translation>
    </message>
    <message>
        <source>a stain is pooled from one picture at least</source>
        <translation>pewarnaan gabungan memerlukan paling sedikit satu gambar</translation>
    </message>
    <message>
        <source>a tensor has no name</source>
        <translation>sebuah tensor tidak memiliki nama</translation>
    </message>
    <message>
        <source>a threshold needs a class that counts as positive</source>
        <translation>nilai ambang memerlukan kelas yang dianggap positif</translation>
    </message>
    <message>
        <source>a whole number is none</source>
        <translation>sebuah bilangan bulat tidak sah</translation>
    </message>
    <message>
        <source>a whole number is too large</source>
        <translation>sebuah bilangan bulat terlalu besar</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>arsip zip</translation>
    </message>
    <message>
        <source>an entry has a name that no archive has</source>
        <translation>sebuah entri memiliki nama yang tidak dimiliki arsip mana pun</translation>
    </message>
    <message>
        <source>an entry is larger than any of its kind</source>
        <translation>sebuah entri lebih besar daripada entri lain yang sejenis</translation>
    </message>
    <message>
        <source>an entry is missing or of another kind</source>
        <translation>sebuah entri tidak ada atau jenisnya tidak sesuai</translation>
    </message>
    <message>
        <source>an entry is no object</source>
        <translation>sebuah entri bukan objek</translation>
    </message>
    <message>
        <source>an entry is of another kind</source>
        <translation>jenis sebuah entri tidak sesuai</translation>
    </message>
    <message>
        <source>an interval&apos;s level lies between 0 and 1</source>
        <translation>tingkat interval berada di antara 0 dan 1</translation>
    </message>
    <message>
        <source>another program is training into it</source>
        <translation>program lain sedang melatih di dalamnya</translation>
    </message>
    <message>
        <source>another version</source>
        <translation>versi lain</translation>
    </message>
    <message>
        <source>comparing pictures was stopped</source>
        <translation>perbandingan gambar dihentikan</translation>
    </message>
    <message>
        <source>decision: a picture is not named by its SHA-256</source>
        <translation>decision: sebuah gambar tidak dinamai dengan SHA-256-nya</translation>
    </message>
    <message>
        <source>does not exist, and the run began with it</source>
        <translation>tidak ada, padahal proses pelatihan dimulai dengannya</translation>
    </message>
    <message>
        <source>does not say what the run used</source>
        <translation>tidak menyebutkan apa yang dipakai proses pelatihan</translation>
    </message>
    <message>
        <source>does not say where its pixels are, or is truncated before it</source>
        <translation>tidak menyebutkan letak pikselnya, atau terpotong sebelum keterangan itu</translation>
    </message>
    <message>
        <source>has a class without a name of its own</source>
        <translation>memiliki kelas tanpa nama tersendiri</translation>
    </message>
    <message>
        <source>has a control character or a second line</source>
        <translation>memuat karakter kontrol atau baris kedua</translation>
    </message>
    <message>
        <source>has a count that is none</source>
        <translation>memuat jumlah yang tidak sah</translation>
    </message>
    <message>
        <source>has a figure outside 0 … 1</source>
        <translation>memuat angka di luar 0 … 1</translation>
    </message>
    <message>
        <source>has a size of a pixel that cannot be</source>
        <translation>memiliki ukuran piksel yang tidak mungkin</translation>
    </message>
    <message>
        <source>has a text that is too long</source>
        <translation>memuat teks yang terlalu panjang</translation>
    </message>
    <message>
        <source>has a text with control characters</source>
        <translation>memuat teks dengan karakter kontrol</translation>
    </message>
    <message>
        <source>has an input outside 96 … 4096 px</source>
        <translation>memiliki masukan di luar 96 … 4096 px</translation>
    </message>
    <message>
        <source>has another first line than a run&apos;s table</source>
        <translation>memiliki baris pertama yang berbeda dari tabel proses pelatihan</translation>
    </message>
    <message>
        <source>has another number of folds than settings.json</source>
        <translation>memiliki jumlah fold yang berbeda dari settings.json</translation>
    </message>
    <message>
        <source>has mrdBelow without mrdPercent</source>
        <translation>memiliki mrdBelow tanpa mrdPercent</translation>
    </message>
    <message>
        <source>has no columns p_CLASS for two classes at least</source>
        <translation>tidak memiliki kolom p_CLASS untuk paling sedikit dua kelas</translation>
    </message>
    <message>
        <source>has no id</source>
        <translation>tidak memiliki id</translation>
    </message>
    <message>
        <source>has no official folds</source>
        <translation>tidak memiliki fold resmi</translation>
    </message>
    <message>
        <source>has no table of colours before its pixels, which are numbers of colours</source>
        <translation>tidak memiliki tabel warna sebelum pikselnya, padahal pikselnya berupa nomor warna</translation>
    </message>
    <message>
        <source>has something else than SHA-256 of pictures</source>
        <translation>memuat sesuatu selain SHA-256 gambar</translation>
    </message>
    <message>
        <source>holds a run already; earlier results are never overwritten</source>
        <translation>sudah memuat proses pelatihan; hasil terdahulu tidak pernah ditimpa</translation>
    </message>
    <message>
        <source>holds a zero byte, as no text does</source>
        <translation>memuat byte nol, yang tidak pernah ada dalam teks</translation>
    </message>
    <message>
        <source>holds bytes that are not UTF-8</source>
        <translation>memuat byte yang bukan UTF-8</translation>
    </message>
    <message>
        <source>holds corrections of a newer program</source>
        <translation>memuat koreksi dari program yang lebih baru</translation>
    </message>
    <message>
        <source>holds other classes than the run began with</source>
        <translation>memuat kelas yang berbeda dari saat proses pelatihan dimulai</translation>
    </message>
    <message>
        <source>is a JPEG without a picture</source>
        <translation>berupa JPEG tanpa gambar</translation>
    </message>
    <message>
        <source>is a PNG without a header</source>
        <translation>berupa PNG tanpa header</translation>
    </message>
    <message>
        <source>is a WebP without a picture</source>
        <translation>berupa WebP tanpa gambar</translation>
    </message>
    <message>
        <source>is a model of Leukolens, not a plain file of weights</source>
        <translation>berupa model Leukolens, bukan berkas bobot biasa</translation>
    </message>
    <message>
        <source>is called like a slide of Hamamatsu, but cannot be read: it is damaged, or pictures that belong to it are missing</source>
        <translation>bernama seperti preparat Hamamatsu, tetapi tidak dapat dibaca: berkasnya rusak, atau gambar yang menjadi bagiannya tidak ada</translation>
    </message>
    <message>
        <source>is empty, expected a first line that names the columns</source>
        <translation>kosong, seharusnya ada baris pertama yang menyebut nama kolom</translation>
    </message>
    <message>
        <source>is finished: nothing is left to resume</source>
        <translation>sudah selesai: tidak ada lagi yang dapat dilanjutkan</translation>
    </message>
    <message>
        <source>is neither B, T, myeloid nor mixed</source>
        <translation>bukan B, T, myeloid, maupun mixed</translation>
    </message>
    <message>
        <source>is neither f, m nor other</source>
        <translation>bukan f, m, maupun other</translation>
    </message>
    <message>
        <source>is neither good nor poor</source>
        <translation>bukan good maupun poor</translation>
    </message>
    <message>
        <source>is no .pth of PyTorch&apos;s old form</source>
        <translation>bukan .pth format lama PyTorch</translation>
    </message>
    <message>
        <source>is no JSON</source>
        <translation>bukan JSON</translation>
    </message>
    <message>
        <source>is no JSON object</source>
        <translation>bukan objek JSON</translation>
    </message>
    <message>
        <source>is no UTF-8</source>
        <translation>bukan UTF-8</translation>
    </message>
    <message>
        <source>is no fact</source>
        <translation>bukan data yang dikenal</translation>
    </message>
    <message>
        <source>is no list of corrections</source>
        <translation>bukan daftar koreksi</translation>
    </message>
    <message>
        <source>is no number</source>
        <translation>bukan bilangan</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>bukan teks</translation>
    </message>
    <message>
        <source>is not a fact that is known here</source>
        <translation>bukan data yang dikenal di sini</translation>
    </message>
    <message>
        <source>is not finished, so it cannot be extended yet</source>
        <translation>belum selesai, sehingga belum dapat diperpanjang</translation>
    </message>
    <message>
        <source>is not known here</source>
        <translation>tidak dikenal di sini</translation>
    </message>
    <message>
        <source>is not the picture any more that was classified</source>
        <translation>bukan lagi gambar yang diklasifikasi</translation>
    </message>
    <message>
        <source>is of a newer format than this program reads</source>
        <translation>berformat lebih baru daripada yang dapat dibaca program ini</translation>
    </message>
    <message>
        <source>is of another version than 1</source>
        <translation>memiliki versi selain 1</translation>
    </message>
    <message>
        <source>is text in UTF-16, expected UTF-8</source>
        <translation>berupa teks UTF-16, seharusnya UTF-8</translation>
    </message>
    <message>
        <source>is the file that is read</source>
        <translation>adalah berkas yang sedang dibaca</translation>
    </message>
    <message>
        <source>is there already and is no folder</source>
        <translation>sudah ada dan bukan folder</translation>
    </message>
    <message>
        <source>is truncated: it ends before its colour masks</source>
        <translation>terpotong: berakhir sebelum mask warnanya</translation>
    </message>
    <message>
        <source>it has more ranges than any network has convolutions</source>
        <translation>memiliki lebih banyak rentang daripada jumlah konvolusi di jaringan mana pun</translation>
    </message>
    <message>
        <source>it holds an entry that is not known</source>
        <translation>memuat entri yang tidak dikenal</translation>
    </message>
    <message>
        <source>it is about other features</source>
        <translation>isinya mengenai fitur lain</translation>
    </message>
    <message>
        <source>it is neither a classifier nor a trunk</source>
        <translation>bukan pengklasifikasi maupun backbone</translation>
    </message>
    <message>
        <source>it is no object</source>
        <translation>bukan objek</translation>
    </message>
    <message>
        <source>it is of another version than 1</source>
        <translation>versinya selain 1</translation>
    </message>
    <message>
        <source>it names no method</source>
        <translation>tidak menyebut metode</translation>
    </message>
    <message>
        <source>its checksums are none</source>
        <translation>checksum-nya tidak sah</translation>
    </message>
    <message>
        <source>its colour order is not RGB</source>
        <translation>urutan warnanya bukan RGB</translation>
    </message>
    <message>
        <source>its first line names no columns official_path and sha256</source>
        <translation>baris pertamanya tidak menyebut kolom official_path dan sha256</translation>
    </message>
    <message>
        <source>its method is none of none, reinhard, macenko</source>
        <translation>metodenya bukan salah satu dari none, reinhard, macenko</translation>
    </message>
    <message>
        <source>its number of neighbours is none</source>
        <translation>jumlah tetangganya tidak sah</translation>
    </message>
    <message>
        <source>its ranges have no names</source>
        <translation>rentangnya tidak memiliki nama</translation>
    </message>
    <message>
        <source>its vectors are longer than any network&apos;s</source>
        <translation>vektornya lebih panjang daripada vektor jaringan mana pun</translation>
    </message>
    <message>
        <source>keeps no cell after the corrections</source>
        <translation>tidak menyisakan sel setelah koreksi</translation>
    </message>
    <message>
        <source>lacks an entry, or has one of another kind</source>
        <translation>ada entri yang kurang atau jenisnya tidak sesuai</translation>
    </message>
    <message>
        <source>lacks so many cells that a part of a fold is empty</source>
        <translation>kekurangan begitu banyak sel sehingga salah satu bagian fold kosong</translation>
    </message>
    <message>
        <source>lists training cells of another network</source>
        <translation>mencantumkan sel latih dari jaringan lain</translation>
    </message>
    <message>
        <source>memory ran out while reading</source>
        <translation>memori habis saat membaca</translation>
    </message>
    <message>
        <source>memory ran out while reading cells</source>
        <translation>memori habis saat membaca sel</translation>
    </message>
    <message>
        <source>memory ran out while the cells were loaded</source>
        <translation>memori habis saat memuat sel</translation>
    </message>
    <message>
        <source>names a fold twice, or one that there is not</source>
        <translation>menyebut sebuah fold dua kali, atau fold yang tidak ada</translation>
    </message>
    <message>
        <source>names an optimizer that is not known</source>
        <translation>menyebut pengoptimal yang tidak dikenal</translation>
    </message>
    <message>
        <source>names another network than faster_rcnn</source>
        <translation>menyebut jaringan selain faster_rcnn</translation>
    </message>
    <message>
        <source>names neither a column path nor a column sha256</source>
        <translation>tidak menyebut kolom path maupun kolom sha256</translation>
    </message>
    <message>
        <source>names no column fold</source>
        <translation>tidak menyebut kolom fold</translation>
    </message>
    <message>
        <source>names no image</source>
        <translation>tidak menyebut gambar</translation>
    </message>
    <message>
        <source>no cell of this case is reviewed and has a class</source>
        <translation>tidak ada sel dalam kasus ini yang sudah ditinjau dan memiliki kelas</translation>
    </message>
    <message>
        <source>no subjects could be held out so that each class is tested and two subjects of it are left</source>
        <translation>tidak ada subjek yang dapat disisihkan sehingga setiap kelas diuji dan masih tersisa dua subjek dari kelas itu</translation>
    </message>
    <message>
        <source>no weights are of this number type</source>
        <translation>tidak ada bobot dengan tipe bilangan ini</translation>
    </message>
    <message>
        <source>not decoded</source>
        <translation>tidak didekode</translation>
    </message>
    <message>
        <source>not enough memory to encode a picture</source>
        <translation>memori tidak cukup untuk mengodekan gambar</translation>
    </message>
    <message>
        <source>of the subjects that are not tested, none could be set aside so that each class both trains and stops the training</source>
        <translation>dari subjek yang tidak diuji, tidak ada yang dapat disisihkan sehingga setiap kelas ikut melatih sekaligus ikut menghentikan pelatihan</translation>
    </message>
    <message>
        <source>one class was named, at least 2 are needed</source>
        <translation>hanya satu kelas disebutkan, diperlukan paling sedikit 2</translation>
    </message>
    <message>
        <source>one of its texts holds control characters</source>
        <translation>salah satu teksnya memuat karakter kontrol</translation>
    </message>
    <message>
        <source>one of its texts is too long</source>
        <translation>salah satu teksnya terlalu panjang</translation>
    </message>
    <message>
        <source>one of the model card&apos;s texts is not UTF-8</source>
        <translation>salah satu teks kartu model bukan UTF-8</translation>
    </message>
    <message>
        <source>opens a quote that is never closed</source>
        <translation>membuka tanda kutip yang tidak pernah ditutup</translation>
    </message>
    <message>
        <source>resize: empty picture or target of another size</source>
        <translation>resize: gambar kosong atau target berukuran lain</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>tidak memuat keterangan apa pun</translation>
    </message>
    <message>
        <source>sketch: an empty picture, or bytes that do not fit its size</source>
        <translation>sketch: gambar kosong, atau byte yang tidak cocok dengan ukurannya</translation>
    </message>
    <message>
        <source>stains of several methods cannot be pooled</source>
        <translation>pewarnaan dari beberapa metode tidak dapat digabungkan</translation>
    </message>
    <message>
        <source>states no version</source>
        <translation>tidak menyebutkan versi</translation>
    </message>
    <message>
        <source>stopped; the disk is full, and this could not be written</source>
        <translation>dihentikan; diska penuh, dan ini tidak dapat ditulis</translation>
    </message>
    <message>
        <source>the archive says more than there is memory for</source>
        <translation>isi arsip melebihi memori yang tersedia</translation>
    </message>
    <message>
        <source>the background of its training pictures is neither black nor kept</source>
        <translation>latar belakang gambar pelatihannya bukan black maupun kept</translation>
    </message>
    <message>
        <source>the case file is damaged (a cell&apos;s vector is no vector)</source>
        <translation>berkas kasus rusak (vektor sebuah sel bukan vektor)</translation>
    </message>
    <message>
        <source>the case file is damaged (a small picture is no picture)</source>
        <translation>berkas kasus rusak (sebuah gambar kecil bukan gambar)</translation>
    </message>
    <message>
        <source>the fact has no value</source>
        <translation>data itu tidak memiliki nilai</translation>
    </message>
    <message>
        <source>the network cannot be compiled</source>
        <translation>jaringan tidak dapat dikompilasi</translation>
    </message>
    <message>
        <source>the picture could not be encoded</source>
        <translation>gambar tidak dapat dikodekan</translation>
    </message>
    <message>
        <source>the positive class is none of the classes</source>
        <translation>kelas positif bukan salah satu kelas</translation>
    </message>
    <message>
        <source>the protocol own is not drawn, its split comes from a table</source>
        <translation>protokol “Tabel sendiri” tidak diundi, pembagiannya berasal dari tabel</translation>
    </message>
    <message>
        <source>the settings name weights, which fit one network alone</source>
        <translation>pengaturan menyebut bobot, padahal bobot hanya cocok dengan satu jaringan</translation>
    </message>
    <message>
        <source>the split is not valid: it has no fold</source>
        <translation>pembagian tidak sah: tidak memiliki fold</translation>
    </message>
    <message>
        <source>the training loss is no longer a number</source>
        <translation>loss pelatihan bukan lagi angka</translation>
    </message>
    <message>
        <source>there are more cells than any case has</source>
        <translation>jumlah sel lebih banyak daripada di kasus mana pun</translation>
    </message>
    <message>
        <source>there is an entry that is not known</source>
        <translation>ada entri yang tidak dikenal</translation>
    </message>
    <message>
        <source>there is no picture whose colours could be compared</source>
        <translation>tidak ada gambar yang warnanya dapat dibandingkan</translation>
    </message>
    <message>
        <source>there is nothing to observe</source>
        <translation>tidak ada yang dapat diamati</translation>
    </message>
    <message>
        <source>this processor does not compute with bf16</source>
        <translation>prosesor ini tidak menghitung dengan bf16</translation>
    </message>
    <message>
        <source>two cells have the same number</source>
        <translation>dua sel memiliki nomor yang sama</translation>
    </message>
    <message>
        <source>two entries have the same name</source>
        <translation>dua entri bernama sama</translation>
    </message>
    <message>
        <source>two pictures are decided about twice</source>
        <translation>dua gambar diputuskan dua kali</translation>
    </message>
    <message>
        <source>unpacks to more than 8 GB</source>
        <translation>melebihi 8 GB setelah dibongkar</translation>
    </message>
    <message>
        <source>validation and test tell other classes apart</source>
        <translation>validasi dan uji membedakan kelas yang berlainan</translation>
    </message>
    <message>
        <source>the training loss</source>
        <translation>loss pelatihan</translation>
    </message>
    <message>
        <source>the validation loss</source>
        <translation>loss validasi</translation>
    </message>
    <message>
        <source>the training loss or a weight</source>
        <translation>loss pelatihan atau sebuah bobot</translation>
    </message>
    <message>
        <source>the connection to the server was lost, and somebody else has taken the case since</source>
        <translation>sambungan ke server terputus, dan sejak itu orang lain telah mengambil alih kasus ini</translation>
    </message>
    <message>
        <source>a packed BMP</source>
        <translation>BMP terkompresi</translation>
    </message>
    <message>
        <source>a progressive JPEG</source>
        <translation>JPEG progresif</translation>
    </message>
    <message>
        <source>an interlaced PNG</source>
        <translation>PNG berselang (interlaced)</translation>
    </message>
    <message>
        <source>a WebP</source>
        <translation>WebP</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true atau false</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>teks</translation>
    </message>
    <message>
        <source>a GIF</source>
        <translation>GIF</translation>
    </message>
    <message>
        <source>a cell</source>
        <translation>sebuah sel</translation>
    </message>
    <message>
        <source>a reading</source>
        <translation>sebuah pembacaan</translation>
    </message>
    <message>
        <source>a decision of a reading</source>
        <translation>sebuah keputusan dalam pembacaan</translation>
    </message>
    <message>
        <source>a mark on a slide</source>
        <translation>sebuah tanda pada preparat</translation>
    </message>
    <message>
        <source>a session</source>
        <translation>sebuah sesi</translation>
    </message>
    <message>
        <source>a signature</source>
        <translation>sebuah tanda tangan</translation>
    </message>
    <message>
        <source>a fact</source>
        <translation>sebuah data</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>sebuah model</translation>
    </message>
    <message>
        <source>the manifest</source>
        <translation>manifes</translation>
    </message>
    <message>
        <source>the origin</source>
        <translation>asal</translation>
    </message>
    <message>
        <source>the patient</source>
        <translation>pasien</translation>
    </message>
    <message>
        <source>an unknown subject</source>
        <translation>subjek yang tidak dikenal</translation>
    </message>
    <message>
        <source>the number of subjects</source>
        <translation>jumlah subjek</translation>
    </message>
    <message>
        <source>the number of cells per subject</source>
        <translation>jumlah sel per subjek</translation>
    </message>
    <message>
        <source>the size in pixels</source>
        <translation>ukuran dalam piksel</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>is no object</source>
        <translation>bukan objek</translation>
    </message>
    <message>
        <source>is neither a classifier nor a trunk</source>
        <translation>bukan pengklasifikasi maupun backbone</translation>
    </message>
    <message>
        <source>has more ranges than any network has convolutions</source>
        <translation>memiliki lebih banyak rentang daripada jumlah konvolusi di jaringan mana pun</translation>
    </message>
    <message>
        <source>Add images.</source>
        <translation>Tambahkan gambar.</translation>
    </message>
    <message>
        <source>Add subjects of the rarest class.</source>
        <translation>Tambahkan subjek dari kelas yang paling jarang.</translation>
    </message>
    <message>
        <source>Add the images of the other class.</source>
        <translation>Tambahkan gambar dari kelas yang lain.</translation>
    </message>
    <message>
        <source>An older one is used.</source>
        <translation>Yang lebih lama akan dipakai.</translation>
    </message>
    <message>
        <source>As in the run whose learning curve this is.</source>
        <translation>Sama seperti pada proses pelatihan asal kurva belajar ini.</translation>
    </message>
    <message>
        <source>BMP, PNG, JPEG, TIFF and WebP files are read.</source>
        <translation>Berkas BMP, PNG, JPEG, TIFF, dan WebP dapat dibaca.</translation>
    </message>
    <message>
        <source>Change the table, or choose the folder that it was made for.</source>
        <translation>Ubah tabelnya atau pilih folder yang menjadi dasar pembuatannya.</translation>
    </message>
    <message>
        <source>Change the table.</source>
        <translation>Ubah tabelnya.</translation>
    </message>
    <message>
        <source>Change the table; folds are counted from 1 here.</source>
        <translation>Ubah tabelnya; di sini fold dihitung mulai dari 1.</translation>
    </message>
    <message>
        <source>Check that the table&apos;s paths count from its own folder.</source>
        <translation>Periksa apakah jalur dalam tabel dihitung dari foldernya sendiri.</translation>
    </message>
    <message>
        <source>Choose 3 folds, or add subjects of that class.</source>
        <translation>Pilih 3 fold atau tambahkan subjek dari kelas itu.</translation>
    </message>
    <message>
        <source>Choose a case of this file.</source>
        <translation>Pilih kasus dari berkas ini.</translation>
    </message>
    <message>
        <source>Choose a folder with pictures of fields and, beside them or in a folder Annotations, one XML file of Pascal VOC a picture.</source>
        <translation>Pilih folder berisi gambar bidang pandang dan, di sampingnya atau di folder Annotations, satu berkas XML Pascal VOC per gambar.</translation>
    </message>
    <message>
        <source>Choose a new folder, or resume that run.</source>
        <translation>Pilih folder baru atau lanjutkan proses pelatihan itu.</translation>
    </message>
    <message>
        <source>Choose a patient of this store.</source>
        <translation>Pilih pasien dari penyimpanan kasus ini.</translation>
    </message>
    <message>
        <source>Choose a table of short lines.</source>
        <translation>Pilih tabel dengan baris pendek.</translation>
    </message>
    <message>
        <source>Choose a table of text.</source>
        <translation>Pilih tabel berupa teks.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Pilih berkas lain.</translation>
    </message>
    <message>
        <source>Choose another name, or give single cases that name to move them there.</source>
        <translation>Pilih nama lain, atau beri nama itu pada masing-masing kasus untuk memindahkannya ke sana.</translation>
    </message>
    <message>
        <source>Choose another number.</source>
        <translation>Pilih jumlah lain.</translation>
    </message>
    <message>
        <source>Choose another table.</source>
        <translation>Pilih tabel lain.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Pilih nilai lain.</translation>
    </message>
    <message>
        <source>Choose complete weights, or train the whole network.</source>
        <translation>Pilih bobot yang lengkap atau latih seluruh jaringan.</translation>
    </message>
    <message>
        <source>Choose fewer folds, or add subjects of the rarest class.</source>
        <translation>Pilih lebih sedikit fold atau tambahkan subjek dari kelas yang paling jarang.</translation>
    </message>
    <message>
        <source>Choose fp64, fp32, bf16, or tf32 on a GPU.</source>
        <translation>Pilih fp64, fp32, bf16, atau tf32 pada GPU.</translation>
    </message>
    <message>
        <source>Choose models of one training.</source>
        <translation>Pilih model dari satu pelatihan yang sama.</translation>
    </message>
    <message>
        <source>Choose none, reinhard or macenko.</source>
        <translation>Pilih none, reinhard, atau macenko.</translation>
    </message>
    <message>
        <source>Choose one of its classes.</source>
        <translation>Pilih salah satu kelasnya.</translation>
    </message>
    <message>
        <source>Choose one of its columns.</source>
        <translation>Pilih salah satu kolomnya.</translation>
    </message>
    <message>
        <source>Choose one of the classes.</source>
        <translation>Pilih salah satu kelas.</translation>
    </message>
    <message>
        <source>Choose other folds, or add subjects of the rarest class.</source>
        <translation>Pilih fold lain atau tambahkan subjek dari kelas yang paling jarang.</translation>
    </message>
    <message>
        <source>Choose other values.</source>
        <translation>Pilih nilai-nilai lain.</translation>
    </message>
    <message>
        <source>Choose patient, paper, official, holdout, leave-one-out or own.</source>
        <translation>Pilih patient, paper, official, holdout, leave-one-out, atau own.</translation>
    </message>
    <message>
        <source>Choose pictures of one laboratory.</source>
        <translation>Pilih gambar dari satu laboratorium.</translation>
    </message>
    <message>
        <source>Choose pictures of stained cells, or no stain normalisation.</source>
        <translation>Pilih gambar sel yang diwarnai atau jangan gunakan normalisasi pewarnaan.</translation>
    </message>
    <message>
        <source>Choose the CSV file that holds the split.</source>
        <translation>Pilih berkas CSV yang memuat pembagian.</translation>
    </message>
    <message>
        <source>Choose the folder that holds C-NMC&apos;s fold_0, fold_1 and fold_2, or the protocol patient.</source>
        <translation>Pilih folder yang memuat fold_0, fold_1, dan fold_2 dari C-NMC, atau protokol “Terpisah per pasien”.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with, or accept the changed data.</source>
        <translation>Pilih folder yang dipakai saat proses pelatihan dimulai atau terima data yang telah berubah.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with, or accept the changed data: cells that are gone are left out then, new ones not used.</source>
        <translation>Pilih folder yang dipakai saat proses pelatihan dimulai atau terima data yang telah berubah: sel yang hilang lalu dilewati, sel baru tidak dipakai.</translation>
    </message>
    <message>
        <source>Choose the folder that the run began with.</source>
        <translation>Pilih folder yang dipakai saat proses pelatihan dimulai.</translation>
    </message>
    <message>
        <source>Choose the manifest of the data set.</source>
        <translation>Pilih manifes kumpulan data itu.</translation>
    </message>
    <message>
        <source>Choose the protocol patient, which tests each subject once too.</source>
        <translation>Pilih protokol “Terpisah per pasien”, yang juga menguji setiap subjek satu kali.</translation>
    </message>
    <message>
        <source>Close it, or double the quotes that belong to the text.</source>
        <translation>Tutup tanda kutipnya, atau gandakan tanda kutip yang termasuk isi teks.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller input size.</source>
        <translation>Tutup program lain atau pilih ukuran masukan yang lebih kecil.</translation>
    </message>
    <message>
        <source>Close other programs, or import it on a larger computer.</source>
        <translation>Tutup program lain atau impor di komputer yang lebih besar.</translation>
    </message>
    <message>
        <source>Close other programs, or start a run with a smaller batch or input size.</source>
        <translation>Tutup program lain atau mulai proses pelatihan dengan batch atau ukuran masukan yang lebih kecil.</translation>
    </message>
    <message>
        <source>Close other programs, then resume the run; or start one with a smaller batch or input size.</source>
        <translation>Tutup program lain, lalu lanjutkan proses pelatihannya; atau mulai yang baru dengan batch atau ukuran masukan yang lebih kecil.</translation>
    </message>
    <message>
        <source>Confirm or correct cells first.</source>
        <translation>Konfirmasi atau koreksi sel terlebih dahulu.</translation>
    </message>
    <message>
        <source>Copy all files of the slide&apos;s folder together.</source>
        <translation>Salin semua berkas dalam folder preparat itu bersama-sama.</translation>
    </message>
    <message>
        <source>Copy it anew from where it was scanned, with all files and folders that belong to it.</source>
        <translation>Salin ulang dari tempat pemindaiannya, beserta semua berkas dan folder yang menjadi bagiannya.</translation>
    </message>
    <message>
        <source>Copy the data set again, or choose the protocol patient.</source>
        <translation>Salin ulang kumpulan datanya atau pilih protokol “Terpisah per pasien”.</translation>
    </message>
    <message>
        <source>Copy the folder of that name together with the .mrxs file.</source>
        <translation>Salin folder dengan nama itu bersama berkas .mrxs.</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>Perbaiki berkasnya.</translation>
    </message>
    <message>
        <source>Divide the table.</source>
        <translation>Bagi tabelnya.</translation>
    </message>
    <message>
        <source>Download the manifest again.</source>
        <translation>Unduh ulang manifesnya.</translation>
    </message>
    <message>
        <source>Export the annotation again as Pascal VOC.</source>
        <translation>Ekspor ulang anotasinya sebagai Pascal VOC.</translation>
    </message>
    <message>
        <source>Export the slide with tiles of 256 to 1,024 px.</source>
        <translation>Ekspor preparat dengan ubin 256 sampai 1.024 px.</translation>
    </message>
    <message>
        <source>Export the weights again.</source>
        <translation>Ekspor ulang bobotnya.</translation>
    </message>
    <message>
        <source>Free some space, then resume the run.</source>
        <translation>Kosongkan sebagian ruang, lalu lanjutkan proses pelatihannya.</translation>
    </message>
    <message>
        <source>Give each column a name of its own.</source>
        <translation>Beri setiap kolom nama tersendiri.</translation>
    </message>
    <message>
        <source>Give every class its own name.</source>
        <translation>Beri setiap kelas nama tersendiri.</translation>
    </message>
    <message>
        <source>Give the weights to the comparison: the networks that they fit get a row more.</source>
        <translation>Berikan bobot itu pada perbandingan: jaringan yang cocok dengannya mendapat satu baris tambahan.</translation>
    </message>
    <message>
        <source>Keep the columns that are needed.</source>
        <translation>Pertahankan hanya kolom yang diperlukan.</translation>
    </message>
    <message>
        <source>Knows its own classes alone, in about the sizes in which the training fields show them. Cells that overlap may be told as one, and cells at the border be missed.</source>
        <translation>Hanya mengenal kelasnya sendiri, kira-kira dalam ukuran seperti yang tampak pada bidang pandang latih. Sel yang bertumpuk dapat dianggap satu, dan sel di tepi dapat terlewat.</translation>
    </message>
    <message>
        <source>Let LibTorch compute it.</source>
        <translation>Serahkan perhitungannya kepada LibTorch.</translation>
    </message>
    <message>
        <source>Make the split anew.</source>
        <translation>Buat ulang pembagiannya.</translation>
    </message>
    <message>
        <source>Name all classes in the order of the outputs.</source>
        <translation>Sebutkan semua kelas sesuai urutan keluaran.</translation>
    </message>
    <message>
        <source>Name another column.</source>
        <translation>Sebutkan kolom lain.</translation>
    </message>
    <message>
        <source>Name each network once.</source>
        <translation>Sebutkan setiap jaringan satu kali.</translation>
    </message>
    <message>
        <source>Name every class.</source>
        <translation>Beri nama setiap kelas.</translation>
    </message>
    <message>
        <source>Name the classes in the order of the outputs.</source>
        <translation>Sebutkan kelas sesuai urutan keluaran.</translation>
    </message>
    <message>
        <source>Name the column of the classes.</source>
        <translation>Sebutkan kolom kelas.</translation>
    </message>
    <message>
        <source>Open a part of the folder.</source>
        <translation>Buka sebagian dari folder itu.</translation>
    </message>
    <message>
        <source>Open it in a spreadsheet and save it as CSV in UTF-8.</source>
        <translation>Buka di program lembar kerja dan simpan sebagai CSV dalam UTF-8.</translation>
    </message>
    <message>
        <source>Put it back before you change it.</source>
        <translation>Kembalikan dahulu sebelum Anda mengubahnya.</translation>
    </message>
    <message>
        <source>Put it there again, or into the run folder.</source>
        <translation>Letakkan kembali di sana atau di folder proses pelatihan.</translation>
    </message>
    <message>
        <source>Put the images of each class into a folder of its own, or open a table that names each image and its class.</source>
        <translation>Tempatkan gambar setiap kelas dalam folder tersendiri, atau buka tabel yang menyebut setiap gambar beserta kelasnya.</translation>
    </message>
    <message>
        <source>Put the picture back that was there.</source>
        <translation>Kembalikan gambar yang semula ada di sana.</translation>
    </message>
    <message>
        <source>Report it with the log.</source>
        <translation>Laporkan beserta lognya.</translation>
    </message>
    <message>
        <source>Research on photographs of fields that were stained, magnified and photographed as the training fields were. For research use only. Not for diagnosis.</source>
        <translation>Penelitian pada foto bidang pandang yang diwarnai, diperbesar, dan difoto seperti bidang pandang latih. Hanya untuk keperluan penelitian. Bukan untuk diagnosis.</translation>
    </message>
    <message>
        <source>Restore the cases from a backup.</source>
        <translation>Pulihkan kasus dari cadangan.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it and decide anew.</source>
        <translation>Pulihkan berkas dari salinan, atau hapus berkas itu dan putuskan ulang.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or remove it: then no correction is known.</source>
        <translation>Pulihkan berkas dari salinan atau hapus berkas itu: tanpa berkas itu, tidak ada koreksi yang diketahui.</translation>
    </message>
    <message>
        <source>Restore the file from a copy, or type the facts in again.</source>
        <translation>Pulihkan berkas dari salinan atau ketik ulang datanya.</translation>
    </message>
    <message>
        <source>Resume it first; extend it when it is done.</source>
        <translation>Lanjutkan dahulu; perpanjang setelah selesai.</translation>
    </message>
    <message>
        <source>Save each of them as a file of its own.</source>
        <translation>Simpan masing-masing sebagai berkas tersendiri.</translation>
    </message>
    <message>
        <source>Save it as PNG, as JPEG or as a BMP that is not packed.</source>
        <translation>Simpan sebagai PNG, JPEG, atau BMP yang tidak terkompresi.</translation>
    </message>
    <message>
        <source>Save it as RGB.</source>
        <translation>Simpan sebagai RGB.</translation>
    </message>
    <message>
        <source>Save it as ordinary TIFF, or as PNG.</source>
        <translation>Simpan sebagai TIFF biasa atau sebagai PNG.</translation>
    </message>
    <message>
        <source>Save it with LZW or no compression.</source>
        <translation>Simpan dengan LZW atau tanpa kompresi.</translation>
    </message>
    <message>
        <source>Save it without an alpha channel.</source>
        <translation>Simpan tanpa saluran alfa.</translation>
    </message>
    <message>
        <source>Save the one picture that is meant as PNG or BMP.</source>
        <translation>Simpan satu gambar yang dimaksud sebagai PNG atau BMP.</translation>
    </message>
    <message>
        <source>Save the table as CSV in UTF-8 with the columns path (or sha256), fold and, if wanted, part.</source>
        <translation>Simpan tabel sebagai CSV dalam UTF-8 dengan kolom path (atau sha256), fold, dan, bila perlu, part.</translation>
    </message>
    <message>
        <source>Scale it to 8 or 16 bits without sign, and save it as TIFF or PNG.</source>
        <translation>Skalakan ke 8 atau 16 bit tanpa tanda, lalu simpan sebagai TIFF atau PNG.</translation>
    </message>
    <message>
        <source>Start a new run with more epochs.</source>
        <translation>Mulai proses pelatihan baru dengan lebih banyak epoch.</translation>
    </message>
    <message>
        <source>Start a run with a lower learning rate, with a precision of 32 bit or with a limit for gradients: resuming this one would end the same way.</source>
        <translation>Mulai proses pelatihan dengan laju belajar yang lebih rendah, dengan presisi 32 bit, atau dengan batas gradien: melanjutkan yang ini akan berakhir sama.</translation>
    </message>
    <message>
        <source>Start the training anew.</source>
        <translation>Mulai ulang pelatihannya.</translation>
    </message>
    <message>
        <source>Take back a correction.</source>
        <translation>Batalkan salah satu koreksi.</translation>
    </message>
    <message>
        <source>The cells do not fit into memory: they are read as they are needed.</source>
        <translation>Sel tidak muat dalam memori: sel dibaca saat diperlukan.</translation>
    </message>
    <message>
        <source>The data changed since the run began, and that was accepted.</source>
        <translation>Data telah berubah sejak proses pelatihan dimulai, dan perubahan itu diterima.</translation>
    </message>
    <message>
        <source>The file is damaged or of a newer version.</source>
        <translation>Berkas rusak atau berasal dari versi yang lebih baru.</translation>
    </message>
    <message>
        <source>The file is probably damaged; export the slide anew.</source>
        <translation>Berkas mungkin rusak; ekspor ulang preparatnya.</translation>
    </message>
    <message>
        <source>The paper used 3.</source>
        <translation>Artikelnya memakai 3.</translation>
    </message>
    <message>
        <source>The program&apos;s own code for GPUs needs one of compute capability 8.0: LibTorch&apos;s operations train and answer, which is slower.</source>
        <translation>Kode GPU bawaan program memerlukan GPU dengan compute capability 8.0: sebagai gantinya, operasi LibTorch yang melatih dan menjawab, dan itu lebih lambat.</translation>
    </message>
    <message>
        <source>The run folder is damaged; restore it from a copy.</source>
        <translation>Folder proses pelatihan rusak; pulihkan dari salinan.</translation>
    </message>
    <message>
        <source>The split is a table&apos;s, and no subject is known: nothing shows that patients are kept apart.</source>
        <translation>Pembagian berasal dari tabel, dan tidak ada subjek yang diketahui: tidak ada bukti bahwa pasien dipisahkan.</translation>
    </message>
    <message>
        <source>To compare over those in both alone: --shared-only.</source>
        <translation>Untuk membandingkan hanya pada yang ada di keduanya: --shared-only.</translation>
    </message>
    <message>
        <source>To train on, extend it by some epochs.</source>
        <translation>Untuk melatih lebih lanjut, perpanjang dengan beberapa epoch.</translation>
    </message>
    <message>
        <source>Train the model again, or copy it again.</source>
        <translation>Latih atau salin ulang modelnya.</translation>
    </message>
    <message>
        <source>Type it again.</source>
        <translation>Ketik ulang.</translation>
    </message>
    <message>
        <source>Type the reader&apos;s name.</source>
        <translation>Ketik nama pembaca.</translation>
    </message>
    <message>
        <source>Unpack it, then read the folder again.</source>
        <translation>Bongkar dahulu, lalu baca lagi foldernya.</translation>
    </message>
    <message>
        <source>Unpack the packed files, then read the folder again.</source>
        <translation>Bongkar berkas yang dikemas, lalu baca lagi foldernya.</translation>
    </message>
    <message>
        <source>Use predictions.csv of a run as leukolens train wrote it.</source>
        <translation>Gunakan predictions.csv dari proses pelatihan sebagaimana ditulis oleh leukolens train.</translation>
    </message>
    <message>
        <source>Use the whole data set, or choose the protocol patient.</source>
        <translation>Gunakan seluruh kumpulan data atau pilih protokol “Terpisah per pasien”.</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it.</source>
        <translation>Tunggu hingga selesai atau hentikan.</translation>
    </message>
    <message>
        <source>Wait until the program that writes it has finished, then read the folder again.</source>
        <translation>Tunggu hingga program yang menulisnya selesai, lalu baca lagi foldernya.</translation>
    </message>
    <message>
        <source>Write a sentence that says why the leaks are accepted.</source>
        <translation>Tulis satu kalimat yang menjelaskan mengapa kebocoran itu diterima.</translation>
    </message>
    <message>
        <source>Write settings as {&quot;epochs&quot;: 20, &quot;learningRate&quot;: 0.001}.</source>
        <translation>Tulis pengaturan sebagai {&quot;epochs&quot;: 20, &quot;learningRate&quot;: 0.001}.</translation>
    </message>
    <message>
        <source>%1 bytes are left over</source>
        <translation>tersisa %1 byte yang tidak terpakai</translation>
    </message>
    <message>
        <source>%1 claims %2 numbers, %3 bytes are left</source>
        <translation>%1 menyatakan memuat %2 bilangan, padahal tersisa %3 byte</translation>
    </message>
    <message>
        <source>%1 classes were named, its last layer has %2 outputs</source>
        <translation>%1 kelas disebutkan, padahal lapisan terakhirnya memiliki %2 keluaran</translation>
    </message>
    <message>
        <source>%1 does not match its checksum</source>
        <translation>%1 tidak cocok dengan checksum-nya</translation>
    </message>
    <message>
        <source>%1 does not match the checksum in the model card</source>
        <translation>%1 tidak cocok dengan checksum dalam kartu model</translation>
    </message>
    <message>
        <source>%1 folds were asked for, expected %2 to %3</source>
        <translation>%1 fold diminta, seharusnya %2 sampai %3</translation>
    </message>
    <message>
        <source>%1 folds were asked for, leaving one subject out at a time makes %2</source>
        <translation>%1 fold diminta, padahal menyisihkan satu subjek setiap kali menghasilkan %2</translation>
    </message>
    <message>
        <source>%1 folds were asked for, the protocol official has %2</source>
        <translation>%1 fold diminta, padahal protokol “Resmi (C-NMC)” memiliki %2</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; outside its range</source>
        <translation>%1 memiliki “%2” di luar rentangnya</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is neither true nor false</source>
        <translation>%1 memiliki “%2” yang bukan true maupun false</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no SHA-256</source>
        <translation>%1 memiliki “%2” yang bukan SHA-256</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no list of texts</source>
        <translation>%1 memiliki “%2” yang bukan daftar teks</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no list, or a longer one than any case has</source>
        <translation>%1 memiliki “%2” yang bukan daftar, atau daftarnya lebih panjang daripada di kasus mana pun</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no plain text</source>
        <translation>%1 memiliki “%2” yang bukan teks biasa</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no text</source>
        <translation>%1 memiliki “%2” yang bukan teks</translation>
    </message>
    <message>
        <source>%1 has an impossible shape, %2</source>
        <translation>%1 memiliki bentuk yang tidak mungkin, yaitu %2</translation>
    </message>
    <message>
        <source>%1 has no &quot;%2&quot;</source>
        <translation>%1 tidak memiliki “%2”</translation>
    </message>
    <message>
        <source>%1 has no block called &apos;%2&apos; to freeze up to</source>
        <translation>%1 tidak memiliki blok bernama “%2” sebagai batas pembekuan</translation>
    </message>
    <message>
        <source>%1 is %2, %3 needs %4</source>
        <translation>%1 berbentuk %2, sedangkan %3 memerlukan %4</translation>
    </message>
    <message>
        <source>%1 is %2, this network needs %3</source>
        <translation>%1 berbentuk %2, sedangkan jaringan ini memerlukan %3</translation>
    </message>
    <message>
        <source>%1 is a column, which is not known here</source>
        <translation>%1 adalah kolom yang tidak dikenal di sini</translation>
    </message>
    <message>
        <source>%1 is compressed, which it never is</source>
        <translation>%1 terkompresi, padahal seharusnya tidak pernah</translation>
    </message>
    <message>
        <source>%1 is compressed, which weights never are</source>
        <translation>%1 terkompresi, padahal bobot tidak pernah dikompresi</translation>
    </message>
    <message>
        <source>%1 is incomplete or of another kind</source>
        <translation>%1 tidak lengkap atau jenisnya tidak sesuai</translation>
    </message>
    <message>
        <source>%1 is larger than any model card</source>
        <translation>%1 lebih besar daripada kartu model mana pun</translation>
    </message>
    <message>
        <source>%1 is made for %2 classes, %3 for %4</source>
        <translation>%1 dibuat untuk %2 kelas, sedangkan %3 untuk %4</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 tidak ada</translation>
    </message>
    <message>
        <source>%1 is no object</source>
        <translation>%1 bukan objek</translation>
    </message>
    <message>
        <source>%1 is of the type %2, which is not read here</source>
        <translation>%1 bertipe %2, yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>%1 is stored as %2, which is not read here</source>
        <translation>%1 disimpan sebagai %2, yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>%1 is to be trained twice in the same way</source>
        <translation>%1 akan dilatih dua kali dengan cara yang sama</translation>
    </message>
    <message>
        <source>%1 is truncated or altered</source>
        <translation>%1 terpotong atau diubah</translation>
    </message>
    <message>
        <source>%1 is used nowhere, so its length is not known</source>
        <translation>%1 tidak dipakai di mana pun, sehingga panjangnya tidak diketahui</translation>
    </message>
    <message>
        <source>%1 more epochs were asked for, expected 1 to %2</source>
        <translation>%1 epoch tambahan diminta, seharusnya 1 sampai %2</translation>
    </message>
    <message>
        <source>%1 must be %2 to %3, it is %4</source>
        <translation>%1 harus %2 sampai %3, sekarang %4</translation>
    </message>
    <message>
        <source>%1 occurs twice</source>
        <translation>%1 muncul dua kali</translation>
    </message>
    <message>
        <source>%1 of %2 cells are in no official fold</source>
        <translation>%1 dari %2 sel tidak termasuk fold resmi mana pun</translation>
    </message>
    <message>
        <source>%1 of %2 is no longer a number (epoch %3, step %4, learning rate %5)</source>
        <translation>%1 pada %2 bukan lagi angka (epoch %3, langkah %4, laju belajar %5)</translation>
    </message>
    <message>
        <source>%1 reaches beyond the %2 numbers of its storage</source>
        <translation>%1 melampaui %2 bilangan yang ada dalam penyimpanannya</translation>
    </message>
    <message>
        <source>%1 was chosen, which is not known here</source>
        <translation>%1 dipilih, padahal tidak dikenal di sini</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; share bytes</source>
        <translation>“%1” dan “%2” memakai byte yang sama</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>“%1” tidak ada</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing or of another kind</source>
        <translation>“%1” tidak ada atau jenisnya tidak sesuai</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no list of %2</source>
        <translation>“%1” bukan daftar %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no name of a tensor</source>
        <translation>“%1” bukan nama tensor</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number</source>
        <translation>“%1” bukan bilangan</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no text</source>
        <translation>“%1” bukan teks</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no whole number</source>
        <translation>“%1” bukan bilangan bulat</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is out of range</source>
        <translation>“%1” di luar rentang</translation>
    </message>
    <message>
        <source>&apos;%1&apos; occurs twice</source>
        <translation>“%1” muncul dua kali</translation>
    </message>
    <message>
        <source>&apos;%1&apos; tells other classes apart than &apos;%2&apos;</source>
        <translation>“%1” membedakan kelas yang berlainan dengan “%2”</translation>
    </message>
    <message>
        <source>Ask for 1 to %1 px in each direction.</source>
        <translation>Minta 1 sampai %1 px ke setiap arah.</translation>
    </message>
    <message>
        <source>Blocks go from %1 to %2.</source>
        <translation>Blok tersedia dari %1 sampai %2.</translation>
    </message>
    <message>
        <source>Choose %1 folds.</source>
        <translation>Pilih %1 fold.</translation>
    </message>
    <message>
        <source>InceptionV3 has no block called %1</source>
        <translation>InceptionV3 tidak memiliki blok bernama %1</translation>
    </message>
    <message>
        <source>Its classes: %1.</source>
        <translation>Kelasnya: %1.</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>Yang dikenal: %1.</translation>
    </message>
    <message>
        <source>OpenVINO refused: %1</source>
        <translation>OpenVINO menolak: %1</translation>
    </message>
    <message>
        <source>a bootstrap takes 10 to 100000 resamples, not %1</source>
        <translation>bootstrap memerlukan 10 sampai 100000 pengambilan ulang, bukan %1</translation>
    </message>
    <message>
        <source>a cell has %1 classes but %2 probabilities</source>
        <translation>sebuah sel memiliki %1 kelas tetapi %2 probabilitas</translation>
    </message>
    <message>
        <source>a classifier needs at least 2 classes, found %1</source>
        <translation>pengklasifikasi memerlukan paling sedikit 2 kelas, ditemukan %1</translation>
    </message>
    <message>
        <source>a fold&apos;s %1 names a cell that is not listed</source>
        <translation>bagian %1 dari sebuah fold menyebut sel yang tidak terdaftar</translation>
    </message>
    <message>
        <source>a picture of %1 × %2 px needs %3 bytes, it has %4</source>
        <translation>gambar %1 × %2 px memerlukan %3 byte, tetapi memiliki %4</translation>
    </message>
    <message>
        <source>a picture&apos;s stain is damaged: %1</source>
        <translation>data pewarnaan sebuah gambar rusak: %1</translation>
    </message>
    <message>
        <source>a region of %1 × %2 px was asked for</source>
        <translation>area %1 × %2 px diminta</translation>
    </message>
    <message>
        <source>a small picture is no JPEG of %1 px at most</source>
        <translation>sebuah gambar kecil bukan JPEG berukuran paling besar %1 px</translation>
    </message>
    <message>
        <source>a subgrouping &quot;%1&quot; says nothing of some subjects</source>
        <translation>pengelompokan “%1” tidak memuat keterangan untuk sebagian subjek</translation>
    </message>
    <message>
        <source>a test field of the run is not there: %1</source>
        <translation>satu bidang pandang uji proses pelatihan tidak ada: %1</translation>
    </message>
    <message>
        <source>a title is one line of 1 to %1 characters</source>
        <translation>judul terdiri dari satu baris dengan 1 sampai %1 karakter</translation>
    </message>
    <message>
        <source>an input of %1 px is outside %2 … 1024</source>
        <translation>masukan %1 px di luar %2 … 1024</translation>
    </message>
    <message>
        <source>an input of %1 px is too small, %2 needs at least %3 px</source>
        <translation>masukan %1 px terlalu kecil, %2 memerlukan paling sedikit %3 px</translation>
    </message>
    <message>
        <source>cannot classify: %1 is missing</source>
        <translation>tidak dapat mengklasifikasi: %1 tidak ada</translation>
    </message>
    <message>
        <source>class %1 has %2 cells; training and test need 2 at least</source>
        <translation>kelas %1 memiliki %2 sel; bagian latih dan uji memerlukan paling sedikit 2</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects outside fold_%3, 2 are needed</source>
        <translation>kelas %1 memiliki %2 subjek di luar fold_%3, diperlukan 2</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, %3 folds need %4</source>
        <translation>kelas %1 memiliki %2 subjek, sedangkan %3 fold memerlukan %4</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, a hold-out needs %3</source>
        <translation>kelas %1 memiliki %2 subjek, sedangkan hold-out memerlukan %3</translation>
    </message>
    <message>
        <source>class %1 has %2 subjects, leaving one out needs %3</source>
        <translation>kelas %1 memiliki %2 subjek, sedangkan menyisihkan satu subjek memerlukan %3</translation>
    </message>
    <message>
        <source>correction %1 is impossible, or is the second one of its picture</source>
        <translation>koreksi %1 tidak mungkin, atau merupakan koreksi kedua untuk gambarnya</translation>
    </message>
    <message>
        <source>could not be unpacked: %1</source>
        <translation>tidak dapat dibongkar: %1</translation>
    </message>
    <message>
        <source>damaged weights: %1</source>
        <translation>bobot rusak: %1</translation>
    </message>
    <message>
        <source>damaged weights: %1 holds numbers that are infinite or none</source>
        <translation>bobot rusak: %1 memuat nilai tak hingga atau bukan bilangan</translation>
    </message>
    <message>
        <source>damaged weights: the numbers of &apos;%1&apos; are missing</source>
        <translation>bobot rusak: bilangan untuk “%1” tidak ada</translation>
    </message>
    <message>
        <source>device &apos;%1&apos; is not known</source>
        <translation>perangkat “%1” tidak dikenal</translation>
    </message>
    <message>
        <source>fold_%1 holds no usable cell</source>
        <translation>fold_%1 tidak memuat sel yang dapat dipakai</translation>
    </message>
    <message>
        <source>format %1 never was</source>
        <translation>format %1 tidak pernah ada</translation>
    </message>
    <message>
        <source>has %1 bytes of packed pixels, too few for the %2 bytes that its size asks for</source>
        <translation>memiliki %1 byte piksel terkompresi, terlalu sedikit untuk %2 byte yang diperlukan ukurannya</translation>
    </message>
    <message>
        <source>has %1 bytes of pixels, its size asks for %2</source>
        <translation>memiliki %1 byte piksel, sedangkan ukurannya memerlukan %2</translation>
    </message>
    <message>
        <source>has %1 bytes, expected %2 at most</source>
        <translation>berukuran %1 byte, seharusnya paling banyak %2</translation>
    </message>
    <message>
        <source>has %1 bytes, more than the limit of %2</source>
        <translation>berukuran %1 byte, melebihi batas %2</translation>
    </message>
    <message>
        <source>has %1 characters, expected %2 to %3</source>
        <translation>terdiri dari %1 karakter, seharusnya %2 sampai %3</translation>
    </message>
    <message>
        <source>has %1 classes</source>
        <translation>memiliki %1 kelas</translation>
    </message>
    <message>
        <source>has %1 pieces of pixels, its size asks for %2</source>
        <translation>memiliki %1 potongan piksel, sedangkan ukurannya memerlukan %2</translation>
    </message>
    <message>
        <source>has %1 places of pixels but %2 lengths</source>
        <translation>memiliki %1 letak piksel tetapi %2 panjang</translation>
    </message>
    <message>
        <source>has %1 subjects, leaving one out at a time goes up to %2</source>
        <translation>memiliki %1 subjek, padahal menyisihkan satu subjek setiap kali hanya sampai %2</translation>
    </message>
    <message>
        <source>has a frame header of %1 bytes, expected 8 at least</source>
        <translation>memiliki header frame %1 byte, seharusnya paling sedikit 8</translation>
    </message>
    <message>
        <source>has more than %1 directories</source>
        <translation>memiliki lebih dari %1 direktori</translation>
    </message>
    <message>
        <source>has more than %1 scans</source>
        <translation>memiliki lebih dari %1 scan</translation>
    </message>
    <message>
        <source>has no JPEG marker at byte %1</source>
        <translation>tidak memiliki penanda JPEG pada byte %1</translation>
    </message>
    <message>
        <source>has no class &quot;%1&quot;</source>
        <translation>tidak memiliki kelas “%1”</translation>
    </message>
    <message>
        <source>has no column &quot;%1&quot;</source>
        <translation>tidak memiliki kolom “%1”</translation>
    </message>
    <message>
        <source>has no column that is known to say the class, only %1</source>
        <translation>tidak memiliki kolom yang dikenal sebagai penyebut kelas, hanya %1</translation>
    </message>
    <message>
        <source>has no column that is known to say the path of the image, only %1</source>
        <translation>tidak memiliki kolom yang dikenal sebagai penyebut jalur gambar, hanya %1</translation>
    </message>
    <message>
        <source>has no column that is known to say the subject, only %1</source>
        <translation>tidak memiliki kolom yang dikenal sebagai penyebut subjek, hanya %1</translation>
    </message>
    <message>
        <source>has no level %1, only 0 to %2</source>
        <translation>tidak memiliki tingkat %1, hanya 0 sampai %2</translation>
    </message>
    <message>
        <source>has the fold %1, expected a whole number from 0 to %2</source>
        <translation>memuat fold %1, seharusnya bilangan bulat dari 0 sampai %2</translation>
    </message>
    <message>
        <source>has the part %1, expected train, validation or test</source>
        <translation>memuat bagian %1, seharusnya train, validation, atau test</translation>
    </message>
    <message>
        <source>has the unknown case file version %1</source>
        <translation>memiliki versi berkas kasus %1 yang tidak dikenal</translation>
    </message>
    <message>
        <source>holds %1, which is not known here</source>
        <translation>memuat %1, yang tidak dikenal di sini</translation>
    </message>
    <message>
        <source>holds more than %1 files</source>
        <translation>memuat lebih dari %1 berkas</translation>
    </message>
    <message>
        <source>holds no %1</source>
        <translation>tidak memuat %1</translation>
    </message>
    <message>
        <source>holds no checkpoint of fold %1, so it cannot be extended</source>
        <translation>tidak memuat checkpoint fold %1, sehingga tidak dapat diperpanjang</translation>
    </message>
    <message>
        <source>holds no checkpoint of fold %1, so it cannot go on</source>
        <translation>tidak memuat checkpoint fold %1, sehingga tidak dapat dilanjutkan</translation>
    </message>
    <message>
        <source>holds no picture called %1</source>
        <translation>tidak memuat gambar bernama %1</translation>
    </message>
    <message>
        <source>holds no usable image: %1 found, all of them broken or contradicting each other (%2 %3)</source>
        <translation>tidak memuat gambar yang dapat dipakai: ditemukan %1, semuanya rusak atau saling bertentangan (%2 %3)</translation>
    </message>
    <message>
        <source>holds other cells than when the comparison in %1 began</source>
        <translation>memuat sel yang berbeda dari saat perbandingan di %1 dimulai</translation>
    </message>
    <message>
        <source>holds other cells than when the run in %1 began</source>
        <translation>memuat sel yang berbeda dari saat proses pelatihan di %1 dimulai</translation>
    </message>
    <message>
        <source>holds usable images of fewer than two classes (%1 of %2), and %3 is packed</source>
        <translation>memuat gambar yang dapat dipakai dari kurang dari dua kelas (%1 dari %2), dan %3 masih dikemas</translation>
    </message>
    <message>
        <source>holds usable images of one class only (%1, %2), expected two classes at least</source>
        <translation>hanya memuat gambar yang dapat dipakai dari satu kelas (%1, %2), diperlukan paling sedikit dua kelas</translation>
    </message>
    <message>
        <source>holds weights of %1, not of %2</source>
        <translation>memuat bobot %1, bukan bobot %2</translation>
    </message>
    <message>
        <source>holds weights of %1, which is not among the networks that are compared</source>
        <translation>memuat bobot %1, yang tidak termasuk jaringan yang dibandingkan</translation>
    </message>
    <message>
        <source>is %1 of %2 × %3 px, which has to be unpacked as a whole; the limit for that is %4 pixels</source>
        <translation>berupa %1 berukuran %2 × %3 px, yang harus dibongkar secara utuh; batasnya untuk itu %4 piksel</translation>
    </message>
    <message>
        <source>is %1, which has no meaning here</source>
        <translation>bernilai %1, yang tidak bermakna di sini</translation>
    </message>
    <message>
        <source>is a zip file without %1</source>
        <translation>berupa berkas zip tanpa %1</translation>
    </message>
    <message>
        <source>is beyond the limit of %1 records</source>
        <translation>melampaui batas %1 rekaman</translation>
    </message>
    <message>
        <source>is damaged or truncated: %1</source>
        <translation>rusak atau terpotong: %1</translation>
    </message>
    <message>
        <source>is damaged: its packed pixels lead outside %1 × %2 px, in row %3 from below</source>
        <translation>rusak: piksel terkompresinya mengarah ke luar %1 × %2 px, pada baris %3 dari bawah</translation>
    </message>
    <message>
        <source>is longer than the limit of %1 bytes</source>
        <translation>lebih panjang dari batas %1 byte</translation>
    </message>
    <message>
        <source>is made for the network &apos;%1&apos;, which is not known here</source>
        <translation>dibuat untuk jaringan “%1”, yang tidak dikenal di sini</translation>
    </message>
    <message>
        <source>is no list of corrections (entry %1)</source>
        <translation>bukan daftar koreksi (entri %1)</translation>
    </message>
    <message>
        <source>is no sound XML: %1</source>
        <translation>bukan XML yang benar: %1</translation>
    </message>
    <message>
        <source>is not a BMP, PNG, JPEG, TIFF or WebP image, but %1</source>
        <translation>bukan gambar BMP, PNG, JPEG, TIFF, atau WebP, melainkan %1</translation>
    </message>
    <message>
        <source>is of another version than 1 and %1</source>
        <translation>memiliki versi selain 1 dan %1</translation>
    </message>
    <message>
        <source>is of format %1, this program reads up to %2</source>
        <translation>berformat %1, sedangkan program ini membaca sampai %2</translation>
    </message>
    <message>
        <source>is of version %1, expected 1 or %2</source>
        <translation>memiliki versi %1, seharusnya 1 atau %2</translation>
    </message>
    <message>
        <source>is of version %1, newer than %2</source>
        <translation>memiliki versi %1, lebih baru dari %2</translation>
    </message>
    <message>
        <source>is outside 0 to %1</source>
        <translation>di luar rentang 0 sampai %1</translation>
    </message>
    <message>
        <source>is outside 0 to %1 %2</source>
        <translation>di luar rentang 0 sampai %1 %2</translation>
    </message>
    <message>
        <source>is stored in tiles of %1 × %2 px, more than the limit of %3 px</source>
        <translation>disimpan dalam ubin %1 × %2 px, melebihi batas %3 px</translation>
    </message>
    <message>
        <source>is truncated or damaged: %1</source>
        <translation>terpotong atau rusak: %1</translation>
    </message>
    <message>
        <source>is truncated: a BMP header has 26 bytes at least, the file has %1</source>
        <translation>terpotong: header BMP paling sedikit 26 byte, berkas ini %1</translation>
    </message>
    <message>
        <source>is truncated: a PNG header has 33 bytes, the file has %1</source>
        <translation>terpotong: header PNG 33 byte, berkas ini %1</translation>
    </message>
    <message>
        <source>is truncated: a TIFF header has 8 bytes, the file has %1</source>
        <translation>terpotong: header TIFF 8 byte, berkas ini %1</translation>
    </message>
    <message>
        <source>is truncated: a part of it needs %1 bytes, %2 are left</source>
        <translation>terpotong: salah satu bagiannya memerlukan %1 byte, tersisa %2</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without JPEG&apos;s end mark</source>
        <translation>terpotong: berakhir setelah %1 byte tanpa penanda akhir JPEG</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without PNG&apos;s end mark</source>
        <translation>terpotong: berakhir setelah %1 byte tanpa penanda akhir PNG</translation>
    </message>
    <message>
        <source>is truncated: it ends after %1 bytes without the end mark of packed pixels</source>
        <translation>terpotong: berakhir setelah %1 byte tanpa penanda akhir piksel terkompresi</translation>
    </message>
    <message>
        <source>is truncated: it ends within its packed pixels, in row %1 of %2 from below</source>
        <translation>terpotong: berakhir di tengah piksel terkompresinya, pada baris %1 dari %2 dari bawah</translation>
    </message>
    <message>
        <source>is truncated: its directory at byte %1 is not wholly in the file</source>
        <translation>terpotong: direktorinya pada byte %1 tidak seluruhnya ada dalam berkas</translation>
    </message>
    <message>
        <source>is truncated: its directory at byte %1 is not wholly in the file, which has %2 bytes</source>
        <translation>terpotong: direktorinya pada byte %1 tidak seluruhnya ada dalam berkas, yang berukuran %2 byte</translation>
    </message>
    <message>
        <source>is truncated: its header asks for %1 bytes, the file has %2</source>
        <translation>terpotong: menurut header-nya %1 byte, berkas ini %2</translation>
    </message>
    <message>
        <source>is truncated: its header needs %1 bytes, the file has %2</source>
        <translation>terpotong: header-nya memerlukan %1 byte, berkas ini %2</translation>
    </message>
    <message>
        <source>is truncated: its pixels reach to byte %1, the file has %2 bytes</source>
        <translation>terpotong: pikselnya mencapai byte %1, berkas ini %2 byte</translation>
    </message>
    <message>
        <source>it does not say its %1</source>
        <translation>%1 tidak disebutkan</translation>
    </message>
    <message>
        <source>it has more than %1 classes</source>
        <translation>memiliki lebih dari %1 kelas</translation>
    </message>
    <message>
        <source>its %1 is no number</source>
        <translation>%1 di dalamnya bukan bilangan</translation>
    </message>
    <message>
        <source>its card names %1 classes, its last layer has %2 outputs</source>
        <translation>kartunya menyebut %1 kelas, sedangkan lapisan terakhirnya memiliki %2 keluaran</translation>
    </message>
    <message>
        <source>its picture %1 has %2 × %3 px</source>
        <translation>gambar %1 di dalamnya berukuran %2 × %3 px</translation>
    </message>
    <message>
        <source>its stain reference is damaged: %1</source>
        <translation>acuan pewarnaannya rusak: %1</translation>
    </message>
    <message>
        <source>its training colours are damaged: %1</source>
        <translation>data warna pelatihannya rusak: %1</translation>
    </message>
    <message>
        <source>keeps cells of one class only after the corrections (%1)</source>
        <translation>hanya menyisakan sel dari satu kelas setelah koreksi (%1)</translation>
    </message>
    <message>
        <source>lacks %1, and a frozen trunk needs all of its weights</source>
        <translation>tidak memiliki %1, padahal backbone beku memerlukan semua bobotnya</translation>
    </message>
    <message>
        <source>line %1 %2</source>
        <translation>baris %1 %2</translation>
    </message>
    <message>
        <source>line %1 brings the %2th class, so its column says something else</source>
        <translation>baris %1 memuat kelas ke-%2, jadi kolomnya berisi hal lain</translation>
    </message>
    <message>
        <source>line %1 is beyond the limit of %2 facts</source>
        <translation>baris %1 melampaui batas %2 data</translation>
    </message>
    <message>
        <source>line %1 is damaged</source>
        <translation>baris %1 rusak</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>baris %1: %2</translation>
    </message>
    <message>
        <source>measures %1, more than the limit of %2 px a side</source>
        <translation>berukuran %1, melebihi batas %2 px per sisi</translation>
    </message>
    <message>
        <source>measures %1, which is %2 pixels, more than the limit of %3</source>
        <translation>berukuran %1, yaitu %2 piksel, melebihi batas %3</translation>
    </message>
    <message>
        <source>measures %1; a picture of a cell has at least %2 px a side</source>
        <translation>berukuran %1; gambar sel paling sedikit %2 px per sisi</translation>
    </message>
    <message>
        <source>memory of the device ran out at a batch of %1 cells</source>
        <translation>memori perangkat habis pada batch %1 sel</translation>
    </message>
    <message>
        <source>names %1 columns, more than the limit of %2</source>
        <translation>menyebut %1 kolom, melebihi batas %2</translation>
    </message>
    <message>
        <source>names %1, which is not known here</source>
        <translation>menyebut %1, yang tidak dikenal di sini</translation>
    </message>
    <message>
        <source>names a stain that cannot be read: %1</source>
        <translation>menyebut pewarnaan yang tidak dapat dibaca: %1</translation>
    </message>
    <message>
        <source>names no column %1, only %2</source>
        <translation>tidak menyebut kolom %1, hanya %2</translation>
    </message>
    <message>
        <source>names the column %1 twice</source>
        <translation>menyebut kolom %1 dua kali</translation>
    </message>
    <message>
        <source>no backbone is called &apos;%1&apos;</source>
        <translation>tidak ada backbone bernama “%1”</translation>
    </message>
    <message>
        <source>no cell of class &quot;%1&quot; to choose a threshold on</source>
        <translation>tidak ada sel dari kelas “%1” untuk memilih nilai ambang</translation>
    </message>
    <message>
        <source>no network is called &apos;%1&apos;</source>
        <translation>tidak ada jaringan bernama “%1”</translation>
    </message>
    <message>
        <source>no protocol is called &quot;%1&quot;</source>
        <translation>tidak ada protokol bernama “%1”</translation>
    </message>
    <message>
        <source>no way was found to deal the subjects to %1 folds so that each fold tests every class</source>
        <translation>tidak ditemukan cara membagi subjek ke dalam %1 fold sehingga setiap fold menguji semua kelas</translation>
    </message>
    <message>
        <source>none of %1 pictures shows stained cells</source>
        <translation>tidak satu pun dari %1 gambar menampilkan sel yang diwarnai</translation>
    </message>
    <message>
        <source>none of its %1 tensors has a name of %2</source>
        <translation>tidak satu pun dari %1 tensornya bernama seperti pada %2</translation>
    </message>
    <message>
        <source>not a plain file of weights: %1</source>
        <translation>bukan berkas bobot biasa: %1</translation>
    </message>
    <message>
        <source>not enough memory to compare %1 pictures</source>
        <translation>memori tidak cukup untuk membandingkan %1 gambar</translation>
    </message>
    <message>
        <source>precision &apos;%1&apos; is not known</source>
        <translation>presisi “%1” tidak dikenal</translation>
    </message>
    <message>
        <source>precision &apos;%1&apos; is not known on %2</source>
        <translation>presisi “%1” tidak dikenal pada %2</translation>
    </message>
    <message>
        <source>principal components of %1 vectors were asked for</source>
        <translation>komponen utama dari %1 vektor diminta</translation>
    </message>
    <message>
        <source>says it has %1 bits a pixel, expected 1, 4, 8, 16, 24 or 32</source>
        <translation>menyatakan %1 bit per piksel, seharusnya 1, 4, 8, 16, 24, atau 32</translation>
    </message>
    <message>
        <source>says it has %1 colour channels, expected 1, 3 or 4</source>
        <translation>menyatakan %1 saluran warna, seharusnya 1, 3, atau 4</translation>
    </message>
    <message>
        <source>says it has a table of %1 colours, expected %2 at most</source>
        <translation>menyatakan tabel %1 warna, seharusnya paling banyak %2</translation>
    </message>
    <message>
        <source>says it has bit depth %1 and colour type %2, which PNG does not know</source>
        <translation>menyatakan kedalaman bit %1 dan tipe warna %2, yang tidak dikenal PNG</translation>
    </message>
    <message>
        <source>says it measures %1</source>
        <translation>menyatakan berukuran %1</translation>
    </message>
    <message>
        <source>says it packs %1 bits a pixel by a method for %2, or from top to bottom</source>
        <translation>menyatakan mengompresi %1 bit per piksel dengan metode untuk %2, atau dari atas ke bawah</translation>
    </message>
    <message>
        <source>says its BMP header has %1 bytes, expected 12 or 40 to 1024</source>
        <translation>menyatakan header BMP %1 byte, seharusnya 12 atau 40 sampai 1024</translation>
    </message>
    <message>
        <source>says its pixels begin at byte %1, inside its header of %2 bytes</source>
        <translation>menyatakan pikselnya mulai pada byte %1, di dalam header-nya yang %2 byte</translation>
    </message>
    <message>
        <source>says of how the data were read that %1</source>
        <translation>memuat keterangan yang rusak tentang cara data dibaca: %1</translation>
    </message>
    <message>
        <source>says of no subject what to stratify by (%1)</source>
        <translation>tidak memuat data satu subjek pun sebagai dasar stratifikasi (%1)</translation>
    </message>
    <message>
        <source>says that it has %1 × %2 px, more than the limit of %3 px a side</source>
        <translation>menyatakan berukuran %1 × %2 px, melebihi batas %3 px per sisi</translation>
    </message>
    <message>
        <source>says that it measures %1 × %2 px, but its picture measures %3 × %4</source>
        <translation>menyatakan berukuran %1 × %2 px, tetapi gambarnya %3 × %4</translation>
    </message>
    <message>
        <source>should measure %1 × %2 px, but unpacks to %3 × %4</source>
        <translation>seharusnya berukuran %1 × %2 px, tetapi menjadi %3 × %4 setelah dibongkar</translation>
    </message>
    <message>
        <source>subject %1 has cells in fold_%2 and in fold_%3</source>
        <translation>subjek %1 memiliki sel di fold_%2 dan di fold_%3</translation>
    </message>
    <message>
        <source>the acknowledgement %1</source>
        <translation>pernyataan tertulis itu %1</translation>
    </message>
    <message>
        <source>the archive is damaged: %1</source>
        <translation>arsip rusak: %1</translation>
    </message>
    <message>
        <source>the backbone has no block called &apos;%1&apos; to freeze up to</source>
        <translation>backbone tidak memiliki blok bernama “%1” sebagai batas pembekuan</translation>
    </message>
    <message>
        <source>the blast class &apos;%1&apos; is none of the classes</source>
        <translation>kelas blas “%1” bukan salah satu kelas</translation>
    </message>
    <message>
        <source>the checkpoint does not fit this training: %1</source>
        <translation>checkpoint tidak cocok dengan pelatihan ini: %1</translation>
    </message>
    <message>
        <source>the class &apos;%1&apos; is named twice</source>
        <translation>kelas “%1” disebut dua kali</translation>
    </message>
    <message>
        <source>the classifier was not fitted: %1</source>
        <translation>pengklasifikasi tidak dilatih: %1</translation>
    </message>
    <message>
        <source>the colours of a training set need %1 pictures at least, found %2</source>
        <translation>warna kumpulan latih memerlukan paling sedikit %1 gambar, ditemukan %2</translation>
    </message>
    <message>
        <source>the column %1 is asked to say two things</source>
        <translation>kolom %1 diminta untuk menyebut dua hal</translation>
    </message>
    <message>
        <source>the column of %1 has no name</source>
        <translation>kolom untuk %1 tidak memiliki nama</translation>
    </message>
    <message>
        <source>the entry &apos;%1&apos; is missing</source>
        <translation>entri “%1” tidak ada</translation>
    </message>
    <message>
        <source>the fact&apos;s date is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>tanggal data itu bukan tanggal berbentuk YYYY-MM-DD: “%1”</translation>
    </message>
    <message>
        <source>the folder %1 with Slidedat.ini that belongs to this slide is missing</source>
        <translation>folder %1 dengan Slidedat.ini yang menjadi bagian preparat ini tidak ada</translation>
    </message>
    <message>
        <source>the list of training cells in it is damaged: %1</source>
        <translation>daftar sel latih di dalamnya rusak: %1</translation>
    </message>
    <message>
        <source>the list of training cells: %1</source>
        <translation>daftar sel latih: %1</translation>
    </message>
    <message>
        <source>the model card is damaged: %1</source>
        <translation>kartu model rusak: %1</translation>
    </message>
    <message>
        <source>the model card is damaged: it %1</source>
        <translation>kartu model rusak: %1</translation>
    </message>
    <message>
        <source>the model could not be packed: %1</source>
        <translation>model tidak dapat dikemas: %1</translation>
    </message>
    <message>
        <source>the model has no class %1</source>
        <translation>model tidak memiliki kelas %1</translation>
    </message>
    <message>
        <source>the network has no block with a map called %1</source>
        <translation>jaringan tidak memiliki blok dengan peta bernama %1</translation>
    </message>
    <message>
        <source>the note is longer than %1 bytes</source>
        <translation>catatan lebih panjang dari %1 byte</translation>
    </message>
    <message>
        <source>the numbers of &apos;%1&apos; are missing</source>
        <translation>bilangan untuk “%1” tidak ada</translation>
    </message>
    <message>
        <source>the quality of a JPEG is a number from 1 to 100, not %1</source>
        <translation>mutu JPEG adalah bilangan dari 1 sampai 100, bukan %1</translation>
    </message>
    <message>
        <source>the range of %1 is not known</source>
        <translation>rentang %1 tidak diketahui</translation>
    </message>
    <message>
        <source>the setting %1 is %2, expected %3</source>
        <translation>pengaturan %1 bernilai %2, seharusnya %3</translation>
    </message>
    <message>
        <source>the setting %1 is missing</source>
        <translation>pengaturan %1 tidak ada</translation>
    </message>
    <message>
        <source>the split is not valid: %1 is tested in no fold</source>
        <translation>pembagian tidak sah: %1 tidak diuji dalam fold mana pun</translation>
    </message>
    <message>
        <source>the split is not valid: fold %1: %2</source>
        <translation>pembagian tidak sah: fold %1: %2</translation>
    </message>
    <message>
        <source>the start of treatment is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>awal pengobatan bukan tanggal berbentuk YYYY-MM-DD: “%1”</translation>
    </message>
    <message>
        <source>the subject of %1 of %2 cells is not known</source>
        <translation>subjek dari %1 di antara %2 sel tidak diketahui</translation>
    </message>
    <message>
        <source>the training set&apos;s colours are damaged: %1</source>
        <translation>data warna kumpulan latih rusak: %1</translation>
    </message>
    <message>
        <source>the weights do not fit %1: %2</source>
        <translation>bobot tidak cocok dengan %1: %2</translation>
    </message>
    <message>
        <source>there is no fact of the name &quot;%1&quot;</source>
        <translation>tidak ada data bernama “%1”</translation>
    </message>
    <message>
        <source>there is no stain normalisation &apos;%1&apos;</source>
        <translation>tidak ada normalisasi pewarnaan “%1”</translation>
    </message>
    <message>
        <source>these pictures have no common stain: %1</source>
        <translation>gambar-gambar ini tidak memiliki pewarnaan yang sama: %1</translation>
    </message>
    <message>
        <source>this drive cannot keep two people from changing one case (%1)</source>
        <translation>diska ini tidak dapat mencegah dua orang mengubah kasus yang sama (%1)</translation>
    </message>
    <message>
        <source>vectors of %1 numbers are not of %2</source>
        <translation>vektor dengan %1 bilangan tidak cocok untuk %2</translation>
    </message>
    <message>
        <source>was changed or damaged: the checksum at byte %1 should be %2, it is %3</source>
        <translation>telah diubah atau rusak: checksum pada byte %1 seharusnya %2, ternyata %3</translation>
    </message>
    <message>
        <source>was tested on others than %1: %2 only there, %3 only here, %4 in both</source>
        <translation>diuji pada data yang berbeda dari %1: %2 hanya di sana, %3 hanya di sini, %4 di keduanya</translation>
    </message>
    <message>
        <source>was written by a newer version of Leukolens (case file version %1, this program knows up to %2)</source>
        <translation>ditulis oleh Leukolens versi lebih baru (versi berkas kasus %1, program ini mengenal sampai %2)</translation>
    </message>
    <message>
        <source>would have %1 bytes, more than the limit of %2</source>
        <translation>akan berukuran %1 byte, melebihi batas %2</translation>
    </message>
    <message>
        <source>the connection to the server was lost, and %1 has taken the case since</source>
        <translation>sambungan ke server terputus, dan sejak itu %1 telah mengambil alih kasus ini</translation>
    </message>
    <message>
        <source>a TIFF in pieces of %1 rows</source>
        <translation>TIFF dalam potongan %1 baris</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>bilangan bulat dari %1 sampai %2</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>bilangan dari %1 sampai %2</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>salah satu dari %1</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>fold %1</translation>
    </message>
    <message>
        <source>has more than %1 classes</source>
        <translation>memiliki lebih dari %1 kelas</translation>
    </message>
    <message>
        <source>subject &quot;%1&quot; %2</source>
        <translation>subjek “%1” %2</translation>
    </message>
    <message>
        <source>subject &quot;%1&quot;: &quot;%2&quot; %3</source>
        <translation>subjek “%1”: “%2” %3</translation>
    </message>
    <message>
        <source>OpenSlide does not open it</source>
        <translation>OpenSlide tidak dapat membukanya</translation>
    </message>
    <message>
        <source>a fact was accepted before and is not now</source>
        <translation>sebuah data diterima sebelumnya, tetapi sekarang tidak</translation>
    </message>
    <message>
        <source>a path holds a NUL byte</source>
        <translation>sebuah jalur memuat byte NUL</translation>
    </message>
    <message>
        <source>a probability is no number from 0 to 1</source>
        <translation>sebuah probabilitas bukan bilangan dari 0 sampai 1</translation>
    </message>
    <message>
        <source>complex numbers</source>
        <translation>bilangan kompleks</translation>
    </message>
    <message>
        <source>does not have the checksum that it states: it is torn or damaged</source>
        <translation>tidak cocok dengan checksum yang dinyatakannya: terpotong atau rusak</translation>
    </message>
    <message>
        <source>floating-point numbers</source>
        <translation>bilangan titik mengambang</translation>
    </message>
    <message>
        <source>has a document type, which annotations never need</source>
        <translation>memiliki tipe dokumen, yang tidak pernah diperlukan anotasi</translation>
    </message>
    <message>
        <source>has a quote inside a field that does not begin with one</source>
        <translation>memuat tanda kutip di dalam kolom yang tidak diawali tanda kutip</translation>
    </message>
    <message>
        <source>has a text longer than any name</source>
        <translation>memuat teks yang lebih panjang daripada nama mana pun</translation>
    </message>
    <message>
        <source>has an object without a name</source>
        <translation>memuat objek tanpa nama</translation>
    </message>
    <message>
        <source>has an object without a whole box</source>
        <translation>memuat objek tanpa kotak yang utuh</translation>
    </message>
    <message>
        <source>has text after a closing quote</source>
        <translation>memuat teks setelah tanda kutip penutup</translation>
    </message>
    <message>
        <source>is a 16-bit TIFF in palette or YCbCr colours; in 16 bits, grey and RGB are read</source>
        <translation>berupa TIFF 16-bit dengan warna palet atau YCbCr; untuk 16 bit, yang dibaca adalah skala abu-abu dan RGB</translation>
    </message>
    <message>
        <source>is a CMYK JPEG without Adobe&apos;s mark: whether its values are inverted is not known</source>
        <translation>berupa JPEG CMYK tanpa penanda Adobe: tidak diketahui apakah nilainya terbalik</translation>
    </message>
    <message>
        <source>is an animation, expected one picture</source>
        <translation>berupa animasi, seharusnya satu gambar</translation>
    </message>
    <message>
        <source>is nested deeper than any annotation</source>
        <translation>bersarang lebih dalam daripada anotasi mana pun</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>bersarang terlalu dalam</translation>
    </message>
    <message>
        <source>is no checkpoint</source>
        <translation>bukan checkpoint</translation>
    </message>
    <message>
        <source>is not as long as it says: it is torn or damaged</source>
        <translation>tidak sepanjang yang dinyatakannya: terpotong atau rusak</translation>
    </message>
    <message>
        <source>is not named Im&lt;number&gt;_1 or _0 as the other cells are, so its class is not known; left out</source>
        <translation>tidak bernama Im&lt;nomor&gt;_1 atau _0 seperti sel lain, sehingga kelasnya tidak diketahui; dilewati</translation>
    </message>
    <message>
        <source>is packed; what is in it is missing here. Unpack it, then read the folder again.</source>
        <translation>masih dikemas; isinya tidak tersedia di sini. Bongkar dahulu, lalu baca lagi foldernya.</translation>
    </message>
    <message>
        <source>is transparent everywhere: there is nothing to see</source>
        <translation>transparan di semua bagian: tidak ada yang dapat dilihat</translation>
    </message>
    <message>
        <source>it has classes but no last layer</source>
        <translation>memiliki kelas tetapi tidak memiliki lapisan terakhir</translation>
    </message>
    <message>
        <source>it holds no tensors</source>
        <translation>tidak memuat tensor</translation>
    </message>
    <message>
        <source>it is no longer there, or has changed</source>
        <translation>berkasnya tidak ada lagi atau telah berubah</translation>
    </message>
    <message>
        <source>its first line is not Patient_ID,new_names,labels; the pictures that it may label are left out</source>
        <translation>baris pertamanya bukan Patient_ID,new_names,labels; gambar yang mungkin diberi label olehnya dilewati</translation>
    </message>
    <message>
        <source>its levels are not each coarser than the one before</source>
        <translation>setiap tingkatnya tidak lebih kasar daripada tingkat sebelumnya</translation>
    </message>
    <message>
        <source>its network is computed by LibTorch alone</source>
        <translation>jaringannya hanya dihitung oleh LibTorch</translation>
    </message>
    <message>
        <source>its parts contradict its size</source>
        <translation>bagian-bagiannya bertentangan dengan ukurannya</translation>
    </message>
    <message>
        <source>its pixels cannot be unpacked</source>
        <translation>pikselnya tidak dapat dibongkar</translation>
    </message>
    <message>
        <source>libsodium could not be started</source>
        <translation>libsodium tidak dapat dijalankan</translation>
    </message>
    <message>
        <source>names no cell</source>
        <translation>tidak menyebut sel</translation>
    </message>
    <message>
        <source>names no file</source>
        <translation>tidak menyebut berkas</translation>
    </message>
    <message>
        <source>names no image; left out</source>
        <translation>tidak menyebut gambar; dilewati</translation>
    </message>
    <message>
        <source>names no subject; left out</source>
        <translation>tidak menyebut subjek; dilewati</translation>
    </message>
    <message>
        <source>nobody has this passphrase</source>
        <translation>tidak ada yang memiliki frasa sandi ini</translation>
    </message>
    <message>
        <source>signed whole numbers</source>
        <translation>bilangan bulat bertanda</translation>
    </message>
    <message>
        <source>some images lie directly in a class folder, so the folders below are not taken for subjects</source>
        <translation>sebagian gambar berada langsung di folder kelas, sehingga folder di bawahnya tidak dianggap sebagai subjek</translation>
    </message>
    <message>
        <source>splitFile is set, only the protocol own reads it</source>
        <translation>splitFile ditetapkan, padahal hanya protokol own yang membacanya</translation>
    </message>
    <message>
        <source>tables are missing</source>
        <translation>ada tabel yang hilang</translation>
    </message>
    <message>
        <source>the audit trail has lost its head</source>
        <translation>jejak audit kehilangan pangkalnya</translation>
    </message>
    <message>
        <source>the class name</source>
        <translation>nama kelas</translation>
    </message>
    <message>
        <source>the comment</source>
        <translation>komentar</translation>
    </message>
    <message>
        <source>the file ends early</source>
        <translation>berkas berakhir terlalu awal</translation>
    </message>
    <message>
        <source>the fold is no whole number from 1 on</source>
        <translation>fold bukan bilangan bulat mulai dari 1</translation>
    </message>
    <message>
        <source>the forest was not fitted</source>
        <translation>random forest belum dilatih</translation>
    </message>
    <message>
        <source>the header is no JSON object</source>
        <translation>header-nya bukan objek JSON</translation>
    </message>
    <message>
        <source>the list of its parts</source>
        <translation>daftar bagiannya</translation>
    </message>
    <message>
        <source>the model&apos;s card</source>
        <translation>kartu model</translation>
    </message>
    <message>
        <source>the model&apos;s checksum</source>
        <translation>checksum model</translation>
    </message>
    <message>
        <source>the probabilities do not sum to 1</source>
        <translation>jumlah probabilitas bukan 1</translation>
    </message>
    <message>
        <source>the reader has no name</source>
        <translation>pembaca tidak memiliki nama</translation>
    </message>
    <message>
        <source>the reader&apos;s name</source>
        <translation>nama pembaca</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>alasan</translation>
    </message>
    <message>
        <source>the support vector machine was not fitted</source>
        <translation>support vector machine belum dilatih</translation>
    </message>
    <message>
        <source>there are more lines than cells, so one is named twice</source>
        <translation>jumlah baris lebih banyak daripada sel, jadi ada sel yang disebut dua kali</translation>
    </message>
    <message>
        <source>this fact was removed</source>
        <translation>data ini telah dihapus</translation>
    </message>
    <message>
        <source>this processor has no instructions for 8-bit answers</source>
        <translation>prosesor ini tidak memiliki instruksi untuk jawaban 8-bit</translation>
    </message>
    <message>
        <source>too few cells to measure 8-bit answers</source>
        <translation>sel terlalu sedikit untuk mengukur jawaban 8-bit</translation>
    </message>
    <message>
        <source>too many instructions</source>
        <translation>terlalu banyak instruksi</translation>
    </message>
    <message>
        <source>too many values</source>
        <translation>terlalu banyak nilai</translation>
    </message>
    <message>
        <source>unpacks to more than any picture has</source>
        <translation>lebih besar daripada gambar mana pun setelah dibongkar</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no date</source>
        <translation>%1 memiliki “%2” yang bukan tanggal</translation>
    </message>
    <message>
        <source>%1 has a &quot;%2&quot; that is no day</source>
        <translation>%1 memiliki “%2” yang bukan hari</translation>
    </message>
    <message>
        <source>%1 has an impossible shape or place</source>
        <translation>%1 memiliki bentuk atau letak yang tidak mungkin</translation>
    </message>
    <message>
        <source>%1 has no class; left out</source>
        <translation>%1 tidak memiliki kelas; dilewati</translation>
    </message>
    <message>
        <source>%1 has no subject; it is kept, but patients cannot be kept apart</source>
        <translation>%1 tidak memiliki subjek; tetap dipakai, tetapi pasien tidak dapat dipisahkan</translation>
    </message>
    <message>
        <source>%1 has the number type %2, which is not read here</source>
        <translation>%1 bertipe bilangan %2, yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>%1 is %2, expected %3</source>
        <translation>%1 bernilai %2, seharusnya %3</translation>
    </message>
    <message>
        <source>%1 is %2, it has to be from %3 to %4</source>
        <translation>%1 bernilai %2, harus dari %3 sampai %4</translation>
    </message>
    <message>
        <source>%1 is called otherwise in its own header</source>
        <translation>%1 bernama lain dalam header-nya sendiri</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 kosong</translation>
    </message>
    <message>
        <source>%1 is encrypted</source>
        <translation>%1 terenkripsi</translation>
    </message>
    <message>
        <source>%1 is not UTF-8 text</source>
        <translation>%1 bukan teks UTF-8</translation>
    </message>
    <message>
        <source>%1 is not an ordinary file; left out</source>
        <translation>%1 bukan berkas biasa; dilewati</translation>
    </message>
    <message>
        <source>%1 is not described as it should be</source>
        <translation>%1 tidak dideskripsikan sebagaimana mestinya</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 tidak ada di sana</translation>
    </message>
    <message>
        <source>%1 is not where the list says</source>
        <translation>%1 tidak berada di tempat yang disebut daftar</translation>
    </message>
    <message>
        <source>%1 is packed by a method that is not read here</source>
        <translation>%1 dikemas dengan metode yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>%1 was named in line %2 already</source>
        <translation>%1 sudah disebut di baris %2</translation>
    </message>
    <message>
        <source>%1, but %2 on line %3; taken as missing</source>
        <translation>%1, tetapi %2 pada baris %3; dianggap tidak ada</translation>
    </message>
    <message>
        <source>%1, which %2; taken as missing</source>
        <translation>%1: %2; dianggap tidak ada</translation>
    </message>
    <message>
        <source>%1: the next reading has to read every file again. %2</source>
        <translation>%1: pembacaan berikutnya harus membaca ulang setiap berkas. %2</translation>
    </message>
    <message>
        <source>%1: too few training cells show stain to tell foreign colours by; its model does not know them</source>
        <translation>%1: sel latih yang menunjukkan pewarnaan terlalu sedikit untuk mengenali warna asing; modelnya tidak mengenal warna asing</translation>
    </message>
    <message>
        <source>%1: too few training cells to tell by what is no cell; its model does not flag it</source>
        <translation>%1: sel latih terlalu sedikit untuk mengenali apa yang bukan sel; modelnya tidak menandainya</translation>
    </message>
    <message>
        <source>%1; kept once</source>
        <translation>%1; disimpan satu kali</translation>
    </message>
    <message>
        <source>%1Low is %2, above %3High, which is %4</source>
        <translation>%1Low bernilai %2, di atas %3High, yang bernilai %4</translation>
    </message>
    <message>
        <source>&apos;%1&apos; shares bytes with what follows it</source>
        <translation>“%1” memakai byte yang sama dengan yang mengikutinya</translation>
    </message>
    <message>
        <source>Decoded pixels are not kept for the next run: %1</source>
        <translation>Piksel hasil dekode tidak disimpan untuk proses pelatihan berikutnya: %1</translation>
    </message>
    <message>
        <source>Labels were changed by hand: %1 cells relabelled, %2 left out (corrections.json).</source>
        <translation>Label diubah secara manual: %1 sel diberi label baru, %2 dilewati (corrections.json).</translation>
    </message>
    <message>
        <source>Passed over: %1</source>
        <translation>Dilewati: %1</translation>
    </message>
    <message>
        <source>Pictures that look the same were decided upon by hand: %1 pairs (duplicates.json).</source>
        <translation>Gambar yang tampak sama diputuskan secara manual: %1 pasangan (duplicates.json).</translation>
    </message>
    <message>
        <source>The cells&apos; colours are not kept for the next run: %1</source>
        <translation>Warna sel tidak disimpan untuk proses pelatihan berikutnya: %1</translation>
    </message>
    <message>
        <source>The kept colours in %1 are damaged; they are measured again.</source>
        <translation>Warna yang disimpan di %1 rusak; warna itu diukur ulang.</translation>
    </message>
    <message>
        <source>The kept pixels in %1 are damaged; the pictures are decoded again.</source>
        <translation>Piksel yang disimpan di %1 rusak; gambarnya didekode ulang.</translation>
    </message>
    <message>
        <source>The kept vectors in %1 are damaged; they are computed again.</source>
        <translation>Vektor yang disimpan di %1 rusak; vektor itu dihitung ulang.</translation>
    </message>
    <message>
        <source>The run goes on with %1, it began with %2: the curve may differ slightly.</source>
        <translation>Proses pelatihan dilanjutkan dengan %1, padahal dimulai dengan %2: kurvanya mungkin sedikit berbeda.</translation>
    </message>
    <message>
        <source>The trunk&apos;s vectors are not kept for the next run: %1</source>
        <translation>Vektor backbone tidak disimpan untuk proses pelatihan berikutnya: %1</translation>
    </message>
    <message>
        <source>What the run noted was lost: %1</source>
        <translation>Catatan proses pelatihan hilang: %1</translation>
    </message>
    <message>
        <source>a slide in the format %1 that cannot be read: %2</source>
        <translation>preparat berformat %1 yang tidak dapat dibaca: %2</translation>
    </message>
    <message>
        <source>an account has the unknown role &quot;%1&quot;</source>
        <translation>sebuah akun memiliki peran “%1” yang tidak dikenal</translation>
    </message>
    <message>
        <source>case %1 has no cell %2 on a slide</source>
        <translation>kasus %1 tidak memiliki sel %2 pada preparat</translation>
    </message>
    <message>
        <source>cell %1 is in %2 and in %3</source>
        <translation>sel %1 ada di %2 dan di %3</translation>
    </message>
    <message>
        <source>cell %1 is not in case %2</source>
        <translation>sel %1 tidak ada dalam kasus %2</translation>
    </message>
    <message>
        <source>cell %1 is tested, but belongs to official fold %2</source>
        <translation>sel %1 diuji, padahal termasuk fold resmi %2</translation>
    </message>
    <message>
        <source>cell %1 was not removed from case %2</source>
        <translation>sel %1 tidak dihapus dari kasus %2</translation>
    </message>
    <message>
        <source>class %1 has no cell left</source>
        <translation>kelas %1 tidak memiliki sel lagi</translation>
    </message>
    <message>
        <source>class %1 has no usable image</source>
        <translation>kelas %1 tidak memiliki gambar yang dapat dipakai</translation>
    </message>
    <message>
        <source>classBalance is set, and %1 is fitted to the cells as they are</source>
        <translation>classBalance ditetapkan, padahal %1 dilatih dengan sel apa adanya</translation>
    </message>
    <message>
        <source>could not be packed: %1</source>
        <translation>tidak dapat dikemas: %1</translation>
    </message>
    <message>
        <source>could not be read (%1)</source>
        <translation>tidak dapat dibaca (%1)</translation>
    </message>
    <message>
        <source>could not be written (%1)</source>
        <translation>tidak dapat ditulis (%1)</translation>
    </message>
    <message>
        <source>folds is %1, the protocol official has %2</source>
        <translation>folds bernilai %1, padahal protokol official memiliki %2</translation>
    </message>
    <message>
        <source>frozenUpTo is &quot;%1&quot; and there are no weights: random layers would stay random</source>
        <translation>frozenUpTo bernilai “%1” padahal tidak ada bobot: lapisan acak akan tetap acak</translation>
    </message>
    <message>
        <source>has %1 bits a channel; 8 and 16 are read</source>
        <translation>memiliki %1 bit per saluran; yang dibaca adalah 8 dan 16</translation>
    </message>
    <message>
        <source>has %1 bits a channel; 8 are read</source>
        <translation>memiliki %1 bit per saluran; yang dibaca adalah 8</translation>
    </message>
    <message>
        <source>has %1 colour channels; 1 to 4 are read, and an alpha channel</source>
        <translation>memiliki %1 saluran warna; yang dibaca adalah 1 sampai 4, ditambah saluran alfa</translation>
    </message>
    <message>
        <source>has another content for %1</source>
        <translation>memiliki isi lain untuk %1</translation>
    </message>
    <message>
        <source>has another subject for %1</source>
        <translation>memiliki subjek lain untuk %1</translation>
    </message>
    <message>
        <source>has fold %1, there is no fold %2</source>
        <translation>memuat fold %1, padahal tidak ada fold %2</translation>
    </message>
    <message>
        <source>has the same content as %1</source>
        <translation>memiliki isi yang sama dengan %1</translation>
    </message>
    <message>
        <source>holds %1 pictures, expected one</source>
        <translation>memuat %1 gambar, seharusnya satu</translation>
    </message>
    <message>
        <source>holds %1, whose black and white no rule fixes</source>
        <translation>memuat %1, yang nilai hitam dan putihnya tidak ditetapkan aturan mana pun</translation>
    </message>
    <message>
        <source>holds images outside any subject&apos;s folder (%1); they are kept, but patients cannot be kept apart</source>
        <translation>memuat gambar di luar folder subjek mana pun (%1); gambar itu tetap dipakai, tetapi pasien tidak dapat dipisahkan</translation>
    </message>
    <message>
        <source>holds once what was recorded twice: %1</source>
        <translation>memuat satu kali yang tercatat dua kali: %1</translation>
    </message>
    <message>
        <source>is a BMP with compression %1; 0 to 3 are read</source>
        <translation>berupa BMP dengan kompresi %1; yang dibaca adalah 0 sampai 3</translation>
    </message>
    <message>
        <source>is a test cell with the same content as %1; left out</source>
        <translation>adalah sel uji dengan isi yang sama dengan %1; dilewati</translation>
    </message>
    <message>
        <source>is divided into parts (%1), which are read as one set; the program makes its own parts, or keeps patients apart where it knows them</source>
        <translation>terbagi menjadi beberapa bagian (%1), yang dibaca sebagai satu kumpulan; program membuat bagiannya sendiri, atau memisahkan pasien bila diketahui</translation>
    </message>
    <message>
        <source>is labelled %1, but %2 with the same content is labelled %3; both are left out</source>
        <translation>berlabel %1, tetapi %2 dengan isi yang sama berlabel %3; keduanya dilewati</translation>
    </message>
    <message>
        <source>it calls &apos;%1&apos; in an unknown way</source>
        <translation>memanggil “%1” dengan cara yang tidak dikenal</translation>
    </message>
    <message>
        <source>its last layer %1 is made for %2 classes</source>
        <translation>lapisan terakhirnya %1 dibuat untuk %2 kelas</translation>
    </message>
    <message>
        <source>its name %1 is not UTF-8; left out. Rename it.</source>
        <translation>namanya %1 bukan UTF-8; dilewati. Ubah namanya.</translation>
    </message>
    <message>
        <source>its tensors have %1 bytes, the file has %2</source>
        <translation>tensornya berukuran %1 byte, padahal berkas ini %2</translation>
    </message>
    <message>
        <source>lies in a folder %1, but its name says %2; left out</source>
        <translation>berada di folder %1, tetapi namanya menyebut %2; dilewati</translation>
    </message>
    <message>
        <source>names images outside its own folder (%1, the first is %2); they are read where they lie</source>
        <translation>menyebut gambar di luar foldernya sendiri (%1, yang pertama %2); gambar itu dibaca di tempatnya</translation>
    </message>
    <message>
        <source>names subjects that are not in the data (%1): %2</source>
        <translation>menyebut subjek yang tidak ada dalam data (%1): %2</translation>
    </message>
    <message>
        <source>no longer holds %1</source>
        <translation>tidak lagi memuat %1</translation>
    </message>
    <message>
        <source>patient %1 has no fact %2</source>
        <translation>pasien %1 tidak memiliki data %2</translation>
    </message>
    <message>
        <source>shows the same as %1; left out, as decided</source>
        <translation>menampilkan hal yang sama dengan %1; dilewati, sesuai keputusan</translation>
    </message>
    <message>
        <source>something else where %1 was expected</source>
        <translation>ada hal lain di tempat yang seharusnya berisi %1</translation>
    </message>
    <message>
        <source>storage &apos;%1&apos; has two types</source>
        <translation>penyimpanan “%1” memiliki dua tipe</translation>
    </message>
    <message>
        <source>stores its colours in a way (TIFF&apos;s photometric %1) that is not read here</source>
        <translation>menyimpan warnanya dengan cara (photometric TIFF %1) yang tidak dibaca di sini</translation>
    </message>
    <message>
        <source>stratify is %1, and the protocol own takes the table&apos;s folds as they are</source>
        <translation>stratify bernilai %1, padahal protokol own memakai fold dari tabel apa adanya</translation>
    </message>
    <message>
        <source>stratify is %1, and the protocol paper splits by image, whoever it is of</source>
        <translation>stratify bernilai %1, padahal protokol paper membagi per gambar, siapa pun pemiliknya</translation>
    </message>
    <message>
        <source>subject %1 has cells %2</source>
        <translation>subjek %1 memiliki sel %2</translation>
    </message>
    <message>
        <source>subject %1 is in %2 and in %3</source>
        <translation>subjek %1 ada di %2 dan di %3</translation>
    </message>
    <message>
        <source>subject %1 is in %2, in line %3 in %4</source>
        <translation>subjek %1 ada di %2, sedangkan di baris %3 ada di %4</translation>
    </message>
    <message>
        <source>subject %1 is tested here and in fold %2</source>
        <translation>subjek %1 diuji di sini dan di fold %2</translation>
    </message>
    <message>
        <source>subject %1 is the same patient as subject %2, as decided; called so from here on</source>
        <translation>subjek %1 adalah pasien yang sama dengan subjek %2, sesuai keputusan; selanjutnya disebut demikian</translation>
    </message>
    <message>
        <source>subjects %1 and %2 are tested, expected one alone</source>
        <translation>subjek %1 dan %2 diuji, seharusnya hanya satu</translation>
    </message>
    <message>
        <source>the case was signed by %1 and awaits a second signature</source>
        <translation>kasus ditandatangani oleh %1 dan menunggu tanda tangan kedua</translation>
    </message>
    <message>
        <source>the case was signed by %1 at %2</source>
        <translation>kasus ditandatangani oleh %1 pada %2</translation>
    </message>
    <message>
        <source>the column %1 holds dates, which trace a person; it is not kept. Use ages or years.</source>
        <translation>kolom %1 memuat tanggal, yang dapat mengungkap identitas seseorang; kolom ini tidak disimpan. Gunakan usia atau tahun.</translation>
    </message>
    <message>
        <source>the column %1 holds the same fact as %2; it is kept as text beside it</source>
        <translation>kolom %1 memuat data yang sama dengan %2; disimpan sebagai teks di sampingnya</translation>
    </message>
    <message>
        <source>the column %1 names a person, and it tells the subjects apart. Use pseudonyms.</source>
        <translation>kolom %1 menyebut nama orang, dan kolom itulah yang membedakan subjek. Gunakan pseudonim.</translation>
    </message>
    <message>
        <source>the folder %1; its images are missing here</source>
        <translation>folder %1; gambar di dalamnya tidak tersedia di sini</translation>
    </message>
    <message>
        <source>the header claims %1 bytes, the file has %2</source>
        <translation>header-nya menyatakan %1 byte, padahal berkas ini %2</translation>
    </message>
    <message>
        <source>the lowest fold is %1, expected 0 or 1</source>
        <translation>fold terendah adalah %1, seharusnya 0 atau 1</translation>
    </message>
    <message>
        <source>the rule &quot;%1&quot; has the unknown value &quot;%2&quot;</source>
        <translation>aturan “%1” memiliki nilai “%2” yang tidak dikenal</translation>
    </message>
    <message>
        <source>there are %1 folds, expected %2 at most</source>
        <translation>ada %1 fold, seharusnya paling banyak %2</translation>
    </message>
    <message>
        <source>there is no case %1</source>
        <translation>tidak ada kasus %1</translation>
    </message>
    <message>
        <source>there is no material &quot;%1&quot;</source>
        <translation>tidak ada bahan “%1”</translation>
    </message>
    <message>
        <source>there is no patient %1</source>
        <translation>tidak ada pasien %1</translation>
    </message>
    <message>
        <source>there is no reading %1</source>
        <translation>tidak ada pembacaan %1</translation>
    </message>
    <message>
        <source>there is no reason for removal &quot;%1&quot;</source>
        <translation>tidak ada alasan penghapusan “%1”</translation>
    </message>
    <message>
        <source>there is no state &quot;%1&quot;</source>
        <translation>tidak ada keadaan “%1”</translation>
    </message>
    <message>
        <source>whether the folders below the first ones (%1) are subjects is not certain, so they are not taken for subjects</source>
        <translation>tidak pasti apakah folder di bawah folder pertama (%1) adalah subjek, sehingga tidak dianggap sebagai subjek</translation>
    </message>
    <message>
        <source>case %1</source>
        <translation>kasus %1</translation>
    </message>
    <message>
        <source>cell %1</source>
        <translation>sel %1</translation>
    </message>
    <message>
        <source>the case file is damaged</source>
        <translation>berkas kasus rusak</translation>
    </message>
    <message>
        <source>the case file refused</source>
        <translation>berkas kasus menolak</translation>
    </message>
    <message>
        <source>the copy is damaged</source>
        <translation>salinannya rusak</translation>
    </message>
    <message>
        <source>the disk failed</source>
        <translation>media penyimpanan gagal</translation>
    </message>
    <message>
        <source>the store has lost the secret of its patients&apos; codes</source>
        <translation>penyimpanan kasus kehilangan rahasia kode pasiennya</translation>
    </message>
    <message>
        <source>this fact</source>
        <translation>data ini</translation>
    </message>
    <message>
        <source>%1 pair of pictures that look the same</source>
        <translation>%1 pasang gambar yang tampak sama</translation>
    </message>
    <message>
        <source>%1 pairs of pictures that look the same</source>
        <translation>%1 pasang gambar yang tampak sama</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile</source>
        <translation>%1 telah diubah sementara itu</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile by %2 at %3</source>
        <translation>%1 telah diubah sementara itu oleh %2 (%3)</translation>
    </message>
    <message>
        <source>Early stopping sees what was learnt: %1 lie in training and validation (leaks.json).</source>
        <translation>Penghentian dini melihat hal yang sudah dipelajari: %1 berada di bagian latih dan validasi (leaks.json).</translation>
    </message>
    <message>
        <source>holds %1 packed files (%2) and %3 images, none of them with a class</source>
        <translation>memuat %1 berkas terkompresi (%2) dan %3 gambar, tidak satu pun memiliki kelas</translation>
    </message>
    <message>
        <source>the date of the sample is no date of the form YYYY-MM-DD: &quot;%1&quot;</source>
        <translation>tanggal sampel bukan tanggal berbentuk YYYY-MM-DD: “%1”</translation>
    </message>
    <message>
        <source>the server&apos;s PostgreSQL is too old (version %1, needed is %2)</source>
        <translation>PostgreSQL di server terlalu lama (versi %1, diperlukan %2)</translation>
    </message>
    <message>
        <source>the split tests on what it learns from: %1 lie in two parts, in %2 of %3 folds; for example %4 and %5 in fold %6</source>
        <translation>pembagian ini menguji apa yang dipelajarinya: %1 berada di dua bagian, pada %2 dari %3 fold; misalnya %4 dan %5 pada fold %6</translation>
    </message>
    <message>
        <source>this database keeps its texts as %1 and not as UTF-8</source>
        <translation>basis data ini menyimpan teks sebagai %1, bukan UTF-8</translation>
    </message>
    <message>
        <source>this drive cannot keep a case file safely (journal mode %1)</source>
        <translation>drive ini tidak dapat menyimpan berkas kasus dengan aman (mode jurnal %1)</translation>
    </message>
</context>
<context>
    <name>CoreTexts</name>
    <message>
        <source>It was stopped.</source>
        <translation>Telah dihentikan.</translation>
    </message>
    <message>
        <source>A setting is outside its range.</source>
        <translation>Ada pengaturan di luar rentangnya.</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>Tidak ditemukan.</translation>
    </message>
    <message>
        <source>Permission is missing.</source>
        <translation>Izin tidak ada.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Diska penuh.</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>Tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>It could not be written.</source>
        <translation>Tidak dapat ditulis.</translation>
    </message>
    <message>
        <source>Something is there already and is not overwritten.</source>
        <translation>Sudah ada sesuatu di sana dan tidak akan ditimpa.</translation>
    </message>
    <message>
        <source>It is not of the expected kind (file or folder).</source>
        <translation>Jenisnya tidak sesuai (berkas atau folder).</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>Terlalu besar.</translation>
    </message>
    <message>
        <source>It is not an image that can be read here.</source>
        <translation>Bukan gambar yang dapat dibaca di sini.</translation>
    </message>
    <message>
        <source>The image is damaged.</source>
        <translation>Gambar rusak.</translation>
    </message>
    <message>
        <source>No usable image was found.</source>
        <translation>Tidak ditemukan gambar yang dapat dipakai.</translation>
    </message>
    <message>
        <source>Images are still packed in an archive.</source>
        <translation>Gambar masih dikemas dalam arsip.</translation>
    </message>
    <message>
        <source>There is only one class.</source>
        <translation>Hanya ada satu kelas.</translation>
    </message>
    <message>
        <source>There are too few patients for this many folds.</source>
        <translation>Pasien terlalu sedikit untuk jumlah fold ini.</translation>
    </message>
    <message>
        <source>It is not known which cell is of which patient.</source>
        <translation>Tidak diketahui sel mana milik pasien mana.</translation>
    </message>
    <message>
        <source>It is not a model that can be read here.</source>
        <translation>Bukan model yang dapat dibaca di sini.</translation>
    </message>
    <message>
        <source>The model is damaged.</source>
        <translation>Model rusak.</translation>
    </message>
    <message>
        <source>The weights do not fit the network.</source>
        <translation>Bobot tidak cocok dengan jaringan.</translation>
    </message>
    <message>
        <source>The chosen device is not there.</source>
        <translation>Perangkat yang dipilih tidak ada.</translation>
    </message>
    <message>
        <source>Memory ran out.</source>
        <translation>Memori habis.</translation>
    </message>
    <message>
        <source>The case file refused.</source>
        <translation>Berkas kasus menolak operasi ini.</translation>
    </message>
    <message>
        <source>The case is signed.</source>
        <translation>Kasus sudah ditandatangani.</translation>
    </message>
    <message>
        <source>It cannot be done as things stand.</source>
        <translation>Tidak dapat dilakukan dalam keadaan sekarang.</translation>
    </message>
    <message>
        <source>Somebody else has changed it meanwhile.</source>
        <translation>Sementara itu, orang lain telah mengubahnya.</translation>
    </message>
    <message>
        <source>This person may not do that.</source>
        <translation>Orang ini tidak berwenang melakukannya.</translation>
    </message>
    <message>
        <source>Training went astray: the loss is no longer a number.</source>
        <translation>Pelatihan menyimpang: loss bukan lagi angka.</translation>
    </message>
    <message>
        <source>The cells have changed since this run began.</source>
        <translation>Sel telah berubah sejak proses pelatihan ini dimulai.</translation>
    </message>
    <message>
        <source>The split tests on what it learns from.</source>
        <translation>Pembagian ini menguji dengan data yang juga dipelajari.</translation>
    </message>
    <message>
        <source>An unexpected fault of the program.</source>
        <translation>Kesalahan program yang tidak terduga.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplikat</translation>
    </message>
    <message>
        <source>Left out as a duplicate</source>
        <translation>Diabaikan sebagai duplikat</translation>
    </message>
    <message>
        <source>Called one patient</source>
        <translation>Dianggap satu pasien</translation>
    </message>
    <message>
        <source>One patient, but unknown</source>
        <translation>Satu pasien, tetapi tidak diketahui</translation>
    </message>
    <message>
        <source>Contradicting labels</source>
        <translation>Label bertentangan</translation>
    </message>
    <message>
        <source>Patient in two classes</source>
        <translation>Pasien dalam dua kelas</translation>
    </message>
    <message>
        <source>Folder cannot be read</source>
        <translation>Folder tidak dapat dibaca</translation>
    </message>
    <message>
        <source>Unknown file name</source>
        <translation>Nama berkas tidak dikenal</translation>
    </message>
    <message>
        <source>No class known</source>
        <translation>Kelas tidak diketahui</translation>
    </message>
    <message>
        <source>Empty class</source>
        <translation>Kelas kosong</translation>
    </message>
    <message>
        <source>Test cell among training cells</source>
        <translation>Sel uji di antara sel latih</translation>
    </message>
    <message>
        <source>Table of labels is unusable</source>
        <translation>Tabel label tidak dapat dipakai</translation>
    </message>
    <message>
        <source>Packed: to be unpacked</source>
        <translation>Masih dikemas: perlu diekstrak</translation>
    </message>
    <message>
        <source>Format is not read here</source>
        <translation>Format tidak dapat dibaca di sini</translation>
    </message>
    <message>
        <source>Parts read as one set</source>
        <translation>Bagian-bagian dibaca sebagai satu set</translation>
    </message>
    <message>
        <source>Link leads nowhere</source>
        <translation>Tautan tidak menuju ke mana pun</translation>
    </message>
    <message>
        <source>File name is no text</source>
        <translation>Nama berkas bukan teks</translation>
    </message>
    <message>
        <source>No patient known</source>
        <translation>Pasien tidak diketahui</translation>
    </message>
    <message>
        <source>Classes with nearly one name</source>
        <translation>Kelas dengan nama hampir sama</translation>
    </message>
    <message>
        <source>Patients with nearly one name</source>
        <translation>Pasien dengan nama hampir sama</translation>
    </message>
    <message>
        <source>File is missing</source>
        <translation>Berkas tidak ada</translation>
    </message>
    <message>
        <source>Damaged line</source>
        <translation>Baris rusak</translation>
    </message>
    <message>
        <source>Listed twice</source>
        <translation>Tercantum dua kali</translation>
    </message>
    <message>
        <source>Contradicting rows</source>
        <translation>Baris bertentangan</translation>
    </message>
    <message>
        <source>Outside the table&apos;s folder</source>
        <translation>Di luar folder tabel</translation>
    </message>
    <message>
        <source>Names a person: not kept</source>
        <translation>Menyebut nama orang: tidak disimpan</translation>
    </message>
    <message>
        <source>Implausible fact</source>
        <translation>Data tidak masuk akal</translation>
    </message>
    <message>
        <source>Contradicting facts</source>
        <translation>Data bertentangan</translation>
    </message>
    <message>
        <source>Unknown unit</source>
        <translation>Satuan tidak dikenal</translation>
    </message>
    <message>
        <source>Unclear column</source>
        <translation>Kolom tidak jelas</translation>
    </message>
    <message>
        <source>Column was not kept</source>
        <translation>Kolom tidak disimpan</translation>
    </message>
    <message>
        <source>Unknown patient</source>
        <translation>Pasien tidak dikenal</translation>
    </message>
    <message>
        <source>Reading was not remembered</source>
        <translation>Hasil pembacaan tidak tersimpan</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>Epoch</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Akurasi seimbang</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivitas</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spesifisitas</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Presisi</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>Nilai prediksi negatif</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Precision, macro</source>
        <translation>Presisi, makro</translation>
    </message>
    <message>
        <source>Precision, weighted</source>
        <translation>Presisi, berbobot</translation>
    </message>
    <message>
        <source>F1, macro</source>
        <translation>F1, makro</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, berbobot</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>Kappa Cohen</translation>
    </message>
    <message>
        <source>Matthews correlation</source>
        <translation>Korelasi Matthews</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>AUROC, macro</source>
        <translation>AUROC, makro</translation>
    </message>
    <message>
        <source>AUROC, weighted</source>
        <translation>AUROC, berbobot</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Presisi rata-rata</translation>
    </message>
    <message>
        <source>Average precision, macro</source>
        <translation>Presisi rata-rata, makro</translation>
    </message>
    <message>
        <source>Average precision, weighted</source>
        <translation>Presisi rata-rata, berbobot</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>Skor Brier</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log loss</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Galat kalibrasi</translation>
    </message>
    <message>
        <source>under 1</source>
        <translation>di bawah 1</translation>
    </message>
    <message>
        <source>1 to under 10</source>
        <translation>1 sampai di bawah 10</translation>
    </message>
    <message>
        <source>10 to under 18</source>
        <translation>10 sampai di bawah 18</translation>
    </message>
    <message>
        <source>18 and over</source>
        <translation>18 ke atas</translation>
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
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Share of cells that are called what they are</source>
        <translation>Proporsi sel yang diklasifikasikan sesuai kelas sebenarnya</translation>
    </message>
    <message>
        <source>Mean of the sensitivities of all classes</source>
        <translation>Rerata sensitivitas semua kelas</translation>
    </message>
    <message>
        <source>Share of the class&apos;s cells that are called so (recall)</source>
        <translation>Proporsi sel kelas ini yang diklasifikasikan demikian (recall)</translation>
    </message>
    <message>
        <source>Share of all other cells that are called something else</source>
        <translation>Proporsi semua sel lain yang diklasifikasikan sebagai kelas lain</translation>
    </message>
    <message>
        <source>Share of the cells called so that are so, at the prevalence of these data</source>
        <translation>Proporsi sel yang diklasifikasikan demikian dan memang demikian, pada prevalensi data ini</translation>
    </message>
    <message>
        <source>Share of the cells called something else that are something else, at the prevalence of these data</source>
        <translation>Proporsi sel yang diklasifikasikan sebagai kelas lain dan memang kelas lain, pada prevalensi data ini</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and sensitivity</source>
        <translation>Rerata harmonik presisi dan sensitivitas</translation>
    </message>
    <message>
        <source>Mean over the classes, each counting the same</source>
        <translation>Rerata semua kelas, setiap kelas berbobot sama</translation>
    </message>
    <message>
        <source>Mean over the classes by their cells: the measure of the C-NMC challenge</source>
        <translation>Rerata semua kelas menurut jumlah selnya: ukuran kompetisi C-NMC</translation>
    </message>
    <message>
        <source>Mean over the classes by their cells</source>
        <translation>Rerata semua kelas menurut jumlah selnya</translation>
    </message>
    <message>
        <source>Agreement beyond chance: 0 chance, 1 complete</source>
        <translation>Kesesuaian melebihi kebetulan: 0 kebetulan, 1 penuh</translation>
    </message>
    <message>
        <source>Correlation of labels and answers: 0 chance, 1 complete</source>
        <translation>Korelasi label dan jawaban: 0 kebetulan, 1 penuh</translation>
    </message>
    <message>
        <source>Chance that a cell of the class gets a higher probability than another cell</source>
        <translation>Peluang sel kelas ini mendapat probabilitas lebih tinggi daripada sel lain</translation>
    </message>
    <message>
        <source>Area under the curve of precision over recall</source>
        <translation>Luas di bawah kurva presisi terhadap recall</translation>
    </message>
    <message>
        <source>Mean squared error of the probabilities: 0 is best</source>
        <translation>Rerata kuadrat galat probabilitas: 0 terbaik</translation>
    </message>
    <message>
        <source>Mean cross-entropy of the probabilities, in nats: 0 is best</source>
        <translation>Rerata cross-entropy probabilitas, dalam nat: 0 terbaik</translation>
    </message>
    <message>
        <source>How far probabilities and shares of right answers lie apart, over 15 bins: 0 is best</source>
        <translation>Selisih antara probabilitas dan proporsi jawaban benar, dalam 15 kelompok: 0 terbaik</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Usia</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jenis kelamin</translation>
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
        <source>Response to prednisone</source>
        <translation>Respons prednison</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>tidak diketahui</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>All folds together</source>
        <translation>Semua fold digabung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Patients are in training and in test: the figures say how well cells of known patients are told apart, not those of new ones.</source>
        <translation>Ada pasien yang sama dalam latih dan uji: angkanya menunjukkan seberapa baik sel pasien yang sudah dikenal dibedakan, bukan sel pasien baru.</translation>
    </message>
    <message>
        <source>The best epoch was chosen on the very cells that are tested: the figures are too good.</source>
        <translation>Epoch terbaik dipilih dengan sel yang juga diuji: angkanya terlalu baik.</translation>
    </message>
    <message>
        <source>Not every cell&apos;s subject is known: intervals count images as if each were another patient&apos;s, and are too narrow.</source>
        <translation>Tidak semua sel diketahui subjeknya: interval menghitung setiap gambar seolah-olah dari pasien lain, sehingga terlalu sempit.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is tested on %n subject(s) only: fewer than %L2 say little about new patients.</source>
        <translation>
            <numerusform>%1 hanya diuji pada %n subjek: kurang dari %L2 tidak banyak menunjukkan hasil untuk pasien baru.</numerusform>
        </translation>
    </message>
    <message>
        <source>Intervals are wider than %1 (up to %2): %3. More subjects are needed before anything is claimed.</source>
        <translation>Interval lebih lebar dari %1 (hingga %2): %3. Diperlukan lebih banyak subjek sebelum menarik kesimpulan.</translation>
    </message>
    <message>
        <source>A weighted F1 of %1 on unseen patients is better than any published for C-NMC (0.91): check that no patient goes by two names.</source>
        <translation>F1 berbobot sebesar %1 pada pasien yang belum pernah dilihat lebih baik daripada semua yang pernah diterbitkan untuk C-NMC (0,91): pastikan tidak ada pasien dengan dua nama.</translation>
    </message>
    <message>
        <source>No interval can be given for: %1. There are too few subjects.</source>
        <translation>Interval tidak dapat diberikan untuk: %1. Subjek terlalu sedikit.</translation>
    </message>
    <message>
        <source>%1 % intervals by bootstrap over subjects, each with all cells (%L2 resamples, seed %3).</source>
        <translation>Interval %1 % dengan bootstrap atas subjek, masing-masing dengan semua selnya (%L2 pengambilan ulang, seed %3).</translation>
    </message>
    <message>
        <source>%1 % intervals by bootstrap over images, as not every subject is known (%L2 resamples, seed %3).</source>
        <translation>Interval %1 % dengan bootstrap atas gambar, karena tidak semua subjek diketahui (%L2 pengambilan ulang, seed %3).</translation>
    </message>
    <message>
        <source>none: hardly a validation cell is wrong</source>
        <translation>tidak ada: hampir tidak ada sel validasi yang salah</translation>
    </message>
    <message>
        <source>none: the probabilities tell no class from another</source>
        <translation>tidak ada: probabilitas tidak membedakan kelas</translation>
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
    <name>Figures</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 (%3 to %4)</source>
        <translation>%1 %2 (%3 sampai %4)</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Matriks konfusi</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Prediksi</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>Kelas sebenarnya</translation>
    </message>
    <message>
        <source>Probability of the positive class</source>
        <translation>Probabilitas kelas positif</translation>
    </message>
    <message>
        <source>Share that is positive</source>
        <translation>Proporsi positif</translation>
    </message>
    <message>
        <source>Probability of the answer</source>
        <translation>Probabilitas jawaban</translation>
    </message>
    <message>
        <source>Share that is right</source>
        <translation>Proporsi benar</translation>
    </message>
    <message>
        <source>Rings: fewer than %1 cells</source>
        <translation>Lingkaran: kurang dari %1 sel</translation>
    </message>
    <message>
        <source>Bars: cells in each bin, up to %L1</source>
        <translation>Batang: sel per kelompok, hingga %L1</translation>
    </message>
    <message>
        <source>Size of the cell (px)</source>
        <translation>Ukuran sel (px)</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Ketajaman</translation>
    </message>
    <message>
        <source>Lightness (L*)</source>
        <translation>Kecerahan (L*)</translation>
    </message>
    <message>
        <source>Colour, green to red (a*)</source>
        <translation>Warna, hijau ke merah (a*)</translation>
    </message>
    <message>
        <source>Colour, blue to yellow (b*)</source>
        <translation>Warna, biru ke kuning (b*)</translation>
    </message>
    <message>
        <source>Contrast (sd of L*)</source>
        <translation>Kontras (SD L*)</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1 rb</translation>
    </message>
    <message>
        <source>Fifths of the cells, up to</source>
        <translation>Kuintil sel, hingga</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>Proporsi kesalahan</translation>
    </message>
    <message>
        <source>ROC, %1</source>
        <translation>ROC, %1</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − spesifisitas</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivitas</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>Precision and recall, %1</source>
        <translation>Presisi dan recall, %1</translation>
    </message>
    <message>
        <source>Recall (sensitivity)</source>
        <translation>Recall (sensitivitas)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Presisi</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Presisi rata-rata</translation>
    </message>
    <message>
        <source>Reliability, as trained</source>
        <translation>Reliabilitas, hasil pelatihan</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>Reliabilitas</translation>
    </message>
    <message>
        <source>Reliability, with temperature</source>
        <translation>Reliabilitas, dengan temperatur</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;SVG (*.svg);;PNG, 300 dots an inch (*.png);;Numbers (*.csv)</source>
        <translation>PDF (*.pdf);;SVG (*.svg);;PNG, 300 titik per inci (*.png);;Angka (*.csv)</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4: %5</source>
        <translation>%1 %2, %3 %4: %5</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 over %3.</source>
        <translation>%1: %2 terhadap %3.</translation>
    </message>
    <message numerus="yes">
        <source>It has %Ln curve(s).</source>
        <translation>
            <numerusform>Berisi %Ln kurva.</numerusform>
        </translation>
    </message>
    <message>
        <source>It says: %1.</source>
        <translation>Isinya: %1.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validasi</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Pelatihan</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Loss (nat)</translation>
    </message>
    <message>
        <source>%1, cut at %2</source>
        <translation>%1, dipotong pada %2</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>Fold %1 (best epoch %2)</source>
        <translation>Fold %1 (epoch terbaik %2)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>tidak diketahui</translation>
    </message>
    <message>
        <source>called right</source>
        <translation>diklasifikasikan benar</translation>
    </message>
    <message>
        <source>%1, called wrong</source>
        <translation>%1, diklasifikasikan salah</translation>
    </message>
    <message>
        <source>Training subjects (mean over the folds)</source>
        <translation>Subjek latih (rerata semua fold)</translation>
    </message>
    <message>
        <source>Training images (mean over the folds)</source>
        <translation>Gambar latih (rerata semua fold)</translation>
    </message>
    <message>
        <source>Test cells of all folds</source>
        <translation>Sel uji semua fold</translation>
    </message>
    <message>
        <source>Test cells of fold %1</source>
        <translation>Sel uji fold %1</translation>
    </message>
    <message>
        <source>The first two principal components of what the network&apos;s last layer sees; they hold %1 % of its variance. For so few cells nothing more is drawn.</source>
        <translation>Dua komponen utama pertama dari yang dilihat lapisan terakhir jaringan; keduanya memuat %1 % variansnya. Untuk sel sesedikit ini tidak digambar lebih banyak.</translation>
    </message>
    <message>
        <source>UMAP of the principal components of what the network&apos;s last layer sees, which hold %1 % of its variance. Cells that lie close look alike to the network; axes, empty space and distances between groups mean nothing.</source>
        <translation>UMAP komponen utama dari yang dilihat lapisan terakhir jaringan, yang memuat %1 % variansnya. Sel yang berdekatan tampak mirip bagi jaringan; sumbu, ruang kosong, dan jarak antarkelompok tidak bermakna.</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>Class changed</source>
        <translation>Kelas diubah</translation>
    </message>
    <message>
        <source>Moved to %2 from %1</source>
        <translation>Dipindahkan ke %2 dari %1</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Dikeluarkan</translation>
    </message>
    <message>
        <source>Included again</source>
        <translation>Disertakan lagi</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Ditandai</translation>
    </message>
    <message>
        <source>Mark taken off</source>
        <translation>Penanda dihapus</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Dikonfirmasi</translation>
    </message>
    <message>
        <source>Confirmation taken back</source>
        <translation>Konfirmasi ditarik kembali</translation>
    </message>
    <message>
        <source>Reason given</source>
        <translation>Alasan diberikan</translation>
    </message>
    <message>
        <source>Decided: %1.</source>
        <translation>Diputuskan: %1.</translation>
    </message>
    <message>
        <source>Not decided yet. The model&apos;s answer is hidden.</source>
        <translation>Belum diputuskan. Jawaban model disembunyikan.</translation>
    </message>
    <message>
        <source>Corrected: the model said %1, now %2.</source>
        <translation>Dikoreksi: menurut model %1, sekarang %2.</translation>
    </message>
    <message>
        <source>%1, as the model said.</source>
        <translation>%1, sesuai jawaban model.</translation>
    </message>
    <message>
        <source>Excluded from all counts.</source>
        <translation>Dikeluarkan dari semua hitungan.</translation>
    </message>
    <message>
        <source>Confirmed by a person.</source>
        <translation>Dikonfirmasi oleh petugas.</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ditambahkan</translation>
    </message>
    <message>
        <source>Classified as %1</source>
        <translation>Diklasifikasikan sebagai %1</translation>
    </message>
    <message>
        <source>Removed from the case</source>
        <translation>Dihapus dari kasus</translation>
    </message>
    <message>
        <source>%1
%2, %3</source>
        <extracomment>what happened, when, who</extracomment>
        <translation>%1
%2, %3</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Alasan: %1</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Pasted %1</source>
        <extracomment>file name of a picture that came from the clipboard or a browser; %1 is date and time</extracomment>
        <translation>Ditempel %1</translation>
    </message>
</context>
<context>
    <name>MarkWords</name>
    <message>
        <source>waits for its answer</source>
        <translation>menunggu jawaban</translation>
    </message>
    <message>
        <source>marked by hand</source>
        <translation>ditandai manual</translation>
    </message>
    <message>
        <source>found</source>
        <translation>ditemukan</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>diputuskan</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>belum diputuskan</translation>
    </message>
    <message>
        <source>(corrected)</source>
        <translation>(dikoreksi)</translation>
    </message>
    <message>
        <source>(excluded)</source>
        <translation>(dikeluarkan)</translation>
    </message>
    <message>
        <source>Marked by hand.</source>
        <translation>Ditandai secara manual.</translation>
    </message>
    <message>
        <source>Found by the program.</source>
        <translation>Ditemukan oleh program.</translation>
    </message>
    <message>
        <source>Handed to Classify; its answer is not there yet.</source>
        <translation>Diserahkan ke Klasifikasi; jawabannya belum ada.</translation>
    </message>
    <message>
        <source>Not in Classify.</source>
        <translation>Tidak ada di Klasifikasi.</translation>
    </message>
    <message>
        <source>It is decided; the case&apos;s class is hidden in a second reading.</source>
        <translation>Sudah diputuskan; kelas pada kasus disembunyikan dalam pembacaan kedua.</translation>
    </message>
    <message>
        <source>Its class is hidden until it is decided.</source>
        <translation>Kelasnya disembunyikan sampai diputuskan.</translation>
    </message>
    <message>
        <source>Class: %1.</source>
        <translation>Kelas: %1.</translation>
    </message>
    <message>
        <source>Class: %1, %2 by the model.</source>
        <translation>Kelas: %1, %2 menurut model.</translation>
    </message>
    <message>
        <source>Corrected by a person; the model said %1.</source>
        <translation>Dikoreksi oleh petugas; menurut model %1.</translation>
    </message>
    <message>
        <source>Excluded from all counts.</source>
        <translation>Dikeluarkan dari semua hitungan.</translation>
    </message>
    <message>
        <source>%1 µm</source>
        <translation>%1 µm</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 µm²</source>
        <translation>%1 µm²</translation>
    </message>
    <message>
        <source>%1 px²</source>
        <translation>%1 px²</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>%1 is a number; the space before the sign is a no-break space</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Akurasi seimbang</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, berbobot</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>Sensitivity at the locked threshold, on validation cells</source>
        <translation>Sensitivitas pada nilai ambang yang dikunci, pada sel validasi</translation>
    </message>
    <message>
        <source>Sensitivity (blasts found)</source>
        <translation>Sensitivitas (blas yang ditemukan)</translation>
    </message>
    <message>
        <source>Specificity (others left alone)</source>
        <translation>Spesifisitas (sel lain yang tidak salah dikenali)</translation>
    </message>
    <message>
        <source>Models and weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Model dan bobot (*.leukomodel *.pth *.pt *.safetensors);;Semua berkas (*)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <extracomment>%1 is &quot;4,800 cells&quot;</extracomment>
        <translation>
            <numerusform>%1 dari %Ln pasien</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting point for training</source>
        <translation>Titik awal pelatihan</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Diimpor dari %1</translation>
    </message>
    <message>
        <source>%1. Its last layer of %2 outputs was left out: training makes a fresh one.</source>
        <translation>%1. Lapisan terakhirnya dengan %2 keluaran tidak disertakan: pelatihan membuat yang baru.</translation>
    </message>
    <message>
        <source>One white blood cell in colour; scaled to %1 × %1 px by itself</source>
        <translation>Satu sel darah putih berwarna; diskalakan otomatis menjadi %1 × %1 px</translation>
    </message>
    <message>
        <source>Its colours are brought to one stain by itself (Reinhard)</source>
        <translation>Warnanya disesuaikan otomatis ke satu pewarnaan (Reinhard)</translation>
    </message>
    <message>
        <source>Its colours are brought to one stain by itself (Macenko)</source>
        <translation>Warnanya disesuaikan otomatis ke satu pewarnaan (Macenko)</translation>
    </message>
    <message>
        <source>Not known: it cannot tell pictures of a foreign stain</source>
        <translation>Tidak diketahui: gambar dengan pewarnaan asing tidak dapat dikenali</translation>
    </message>
    <message numerus="yes">
        <source>Those of %n training picture(s): pictures of a foreign stain are told</source>
        <translation>
            <numerusform>Warna dari %n gambar latih: gambar dengan pewarnaan asing dikenali</numerusform>
        </translation>
    </message>
    <message>
        <source>Black: it knows cut-out cells alone. A picture with its background is made black around the cell in its middle; the magnification must be that of the training</source>
        <translation>Hitam: hanya mengenal sel yang sudah dipotong. Pada gambar berlatar belakang, bagian di sekitar sel di tengahnya dihitamkan; perbesarannya harus sama dengan saat pelatihan</translation>
    </message>
    <message>
        <source>As photographed, with red cells and plasma: nothing is masked</source>
        <translation>Sebagaimana difoto, dengan sel darah merah dan plasma: tidak ada yang ditutupi</translation>
    </message>
    <message>
        <source>Not known: pictures are taken as they are</source>
        <translation>Tidak diketahui: gambar dipakai apa adanya</translation>
    </message>
    <message>
        <source>Not known: it cannot tell blurred pictures</source>
        <translation>Tidak diketahui: gambar kabur tidak dapat dikenali</translation>
    </message>
    <message>
        <source>That of training pictures of %1 px: blurred pictures of about that size are told</source>
        <translation>Ketajaman gambar latih %1 px: gambar kabur sekitar ukuran itu dikenali</translation>
    </message>
    <message>
        <source>That of training pictures of %1 to %2 px: blurred pictures of about that size are told</source>
        <translation>Ketajaman gambar latih %1 sampai %2 px: gambar kabur sekitar ukuran itu dikenali</translation>
    </message>
    <message>
        <source>Not measured: it answers in full precision only</source>
        <translation>Tidak diukur: hanya menjawab dengan angka presisi penuh</translation>
    </message>
    <message>
        <source>Offered: of %1 held-out cells %2 % keep their class</source>
        <translation>Tersedia: dari %1 sel yang disisihkan, %2 % tetap pada kelasnya</translation>
    </message>
    <message>
        <source>Not offered: of %1 held-out cells only %2 % keep their class, 99.5 % are needed</source>
        <translation>Tidak tersedia: dari %1 sel yang disisihkan hanya %2 % tetap pada kelasnya, padahal diperlukan 99,5 %</translation>
    </message>
    <message>
        <source>None: it cannot tell pictures that are no cells, nor which training cells a cell is like</source>
        <translation>Tidak ada: tidak dapat mengenali gambar yang bukan sel, dan tidak dapat menunjukkan sel latih mana yang mirip</translation>
    </message>
    <message>
        <source>Yes: pictures that are like none of them are told, and which of them a cell is like</source>
        <translation>Ya: gambar yang tidak mirip satu pun dikenali, dan ditunjukkan sel latih mana yang mirip</translation>
    </message>
    <message>
        <source>patients kept apart between training and test</source>
        <translation>pasien dipisahkan antara latih dan uji</translation>
    </message>
    <message>
        <source>optimistic: patients shared between training and test</source>
        <translation>optimistis: ada pasien yang sama dalam latih dan uji</translation>
    </message>
    <message>
        <source>one subject left out at a time</source>
        <translation>satu subjek disisihkan setiap kali</translation>
    </message>
    <message>
        <source>by a table of the laboratory&apos;s own</source>
        <translation>menurut tabel laboratorium sendiri</translation>
    </message>
    <message>
        <source>as C-NMC 2019 divides its cells</source>
        <translation>sesuai pembagian sel C-NMC 2019</translation>
    </message>
    <message>
        <source>From demonstration cells that the program drew: its answers about other pictures mean nothing</source>
        <translation>Dari sel demonstrasi yang digambar oleh program: jawabannya tentang gambar lain tidak berarti apa-apa</translation>
    </message>
    <message>
        <source>Fold %1 of %2</source>
        <translation>Fold %1 dari %2</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>best epoch %1</source>
        <translation>epoch terbaik %1</translation>
    </message>
    <message>
        <source>Started from %1</source>
        <translation>Dimulai dari %1</translation>
    </message>
    <message>
        <source>Started at random, without pretrained weights</source>
        <translation>Dimulai secara acak, tanpa bobot pralatih</translation>
    </message>
    <message>
        <source>Not known: it was not trained here</source>
        <translation>Tidak diketahui: tidak dilatih di sini</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>value (low end to high end of its interval)</extracomment>
        <translation>%1 (%2 sampai %3)</translation>
    </message>
    <message>
        <source>%1, on %2</source>
        <extracomment>%2 is &quot;test cells of unseen subjects&quot;</extracomment>
        <translation>%1, pada %2</translation>
    </message>
    <message>
        <source>%1 interval</source>
        <translation>Interval %1</translation>
    </message>
    <message>
        <source>Not evaluated yet</source>
        <translation>Belum dievaluasi</translation>
    </message>
    <message>
        <source>Yes: of cells shown with 90&#xa0;%, about 90&#xa0;% are of that class</source>
        <translation>Ya: dari sel dengan 90&#xa0;%, sekitar 90&#xa0;% memang termasuk kelas itu</translation>
    </message>
    <message>
        <source>No: of cells shown with 90&#xa0;%, more or fewer may be of that class</source>
        <translation>Tidak: dari sel dengan 90&#xa0;%, yang termasuk kelas itu bisa lebih banyak atau lebih sedikit</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 mulai dari %2</translation>
    </message>
    <message>
        <source>Under %1 a cell goes to Unidentified</source>
        <translation>Di bawah %1, sel masuk ke Tidak teridentifikasi</translation>
    </message>
    <message>
        <source>Every cell is given a class, however unsure</source>
        <translation>Setiap sel diberi kelas, betapa pun tidak pastinya</translation>
    </message>
    <message>
        <source>Model of Leukolens</source>
        <translation>Model Leukolens</translation>
    </message>
    <message>
        <source>Weights of PyTorch</source>
        <translation>Bobot PyTorch</translation>
    </message>
    <message>
        <source>Weights of PyTorch, in its old form</source>
        <translation>Bobot PyTorch, dalam format lama</translation>
    </message>
    <message>
        <source>Weights (safetensors)</source>
        <translation>Bobot (safetensors)</translation>
    </message>
    <message>
        <source>%1 of %2 tensors fit %3</source>
        <translation>%1 dari %2 tensor cocok dengan %3</translation>
    </message>
    <message>
        <source>No last layer: it can be a starting point for training, it cannot classify.</source>
        <translation>Tanpa lapisan terakhir: dapat menjadi titik awal pelatihan, tetapi tidak dapat mengklasifikasikan.</translation>
    </message>
    <message>
        <source>A last layer with %1 outputs. The file does not say which class each one is.</source>
        <translation>Lapisan terakhir dengan %1 keluaran. Berkas tidak menyebutkan kelas masing-masing.</translation>
    </message>
    <message>
        <source>A last layer for the 1000 classes of ImageNet, which are no cells: it is left out. A starting point for training, no classifier.</source>
        <translation>Lapisan terakhir untuk 1000 kelas ImageNet, yang bukan sel: lapisan ini diabaikan. Titik awal pelatihan, bukan pengklasifikasi.</translation>
    </message>
    <message>
        <source>A last layer with %1 outputs, which cannot be named here: it is left out. A starting point for training, no classifier.</source>
        <translation>Lapisan terakhir dengan %1 keluaran, yang tidak dapat dinamai di sini: lapisan ini diabaikan. Titik awal pelatihan, bukan pengklasifikasi.</translation>
    </message>
    <message>
        <source>16 bits (float16): rounded to about 3 digits</source>
        <translation>16 bit (float16): dibulatkan hingga sekitar 3 digit</translation>
    </message>
    <message>
        <source>16 bits (bfloat16): rounded to about 2 digits</source>
        <translation>16 bit (bfloat16): dibulatkan hingga sekitar 2 digit</translation>
    </message>
    <message>
        <source>32 bits (float32): exact</source>
        <translation>32 bit (float32): eksak</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Patient-safe</source>
        <translation>Pisah pasien</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Makalah</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Cepat</translation>
    </message>
    <message>
        <source>Patients kept apart, full input: honest for unseen patients.</source>
        <translation>Pasien dipisahkan, masukan penuh: jujur untuk pasien yang belum pernah dilihat.</translation>
    </message>
    <message>
        <source>The paper&apos;s experiment: 70/30 by image, so patients are shared. Optimistic.</source>
        <translation>Percobaan dalam makalah: 70/30 per gambar, sehingga pasien muncul di kedua bagian. Optimistis.</translation>
    </message>
    <message>
        <source>Small input, few epochs: minutes on a processor, to try things out.</source>
        <translation>Masukan kecil, sedikit epoch: beberapa menit pada prosesor, untuk mencoba-coba.</translation>
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
    <message>
        <source>failed</source>
        <translation>gagal</translation>
    </message>
    <message>
        <source>not trained yet</source>
        <translation>belum dilatih</translation>
    </message>
    <message>
        <source>The split tests on pictures that were learnt from, which was acknowledged: %1</source>
        <translation>Pembagian ini menguji dengan gambar yang dipakai untuk belajar; hal itu telah dikonfirmasi: %1</translation>
    </message>
    <message>
        <source>Models on the same cells</source>
        <translation>Model pada sel yang sama</translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Titik awal</translation>
    </message>
    <message>
        <source>Size, speed, and the difference from InceptionV3</source>
        <translation>Ukuran, kecepatan, dan selisih dari InceptionV3</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Seconds an epoch</source>
        <translation>Detik per epoch</translation>
    </message>
    <message>
        <source>Images a second</source>
        <translation>Gambar per detik</translation>
    </message>
    <message>
        <source>Accuracy less InceptionV3</source>
        <translation>Selisih akurasi dari InceptionV3</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Images a second: answers of the first fold&apos;s model on the computer that trained it (%1). p is two-sided and not corrected for comparing many models.</source>
        <translation>Gambar per detik: jawaban model fold pertama pada komputer yang melatihnya (%1). Nilai p bersifat dua sisi dan tidak dikoreksi untuk perbandingan banyak model.</translation>
    </message>
    <message>
        <source>Published by others, on their data</source>
        <translation>Dipublikasikan pihak lain, pada data mereka</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>What it is of</source>
        <translation>Diukur pada</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 gagal: %2</translation>
    </message>
    <message>
        <source>Comparison of models</source>
        <translation>Perbandingan model</translation>
    </message>
    <message>
        <source>Data %1</source>
        <translation>Data %1</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pertanyaan</translation>
    </message>
    <message>
        <source>How well does a network tell apart cells (%1) of patients whose other cells it has learnt from?</source>
        <translation>Seberapa baik jaringan membedakan sel (%1) dari pasien yang sel lainnya telah dipelajari?</translation>
    </message>
    <message>
        <source>How well does a network tell apart cells (%1) of patients it has never seen?</source>
        <translation>Seberapa baik jaringan membedakan sel (%1) dari pasien yang belum pernah dilihatnya?</translation>
    </message>
    <message>
        <source>How well does a network tell apart pictures (%1) it has not learnt from? Whose cells they are is not known of all.</source>
        <translation>Seberapa baik jaringan membedakan gambar (%1) yang belum dipelajarinya? Tidak semua sel diketahui pasiennya.</translation>
    </message>
    <message>
        <source>Test cells</source>
        <translation>Sel uji</translation>
    </message>
    <message>
        <source>of all folds together</source>
        <translation>dari semua fold</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Some pictures are tested in several folds: %1 answers in all.</source>
        <translation>Sebagian gambar diuji dalam beberapa fold: seluruhnya %1 jawaban.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>of all test cells</source>
        <translation>dari semua sel uji</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
    <message>
        <source>BCa interval</source>
        <translation>Interval BCa</translation>
    </message>
    <message>
        <source>Folds, mean ± sd</source>
        <translation>Fold, rata-rata ± SD</translation>
    </message>
    <message>
        <source>Confusion matrix and curves</source>
        <translation>Matriks konfusi dan kurva</translation>
    </message>
    <message>
        <source>The shaded bands are pointwise intervals of the same bootstrap.</source>
        <translation>Pita berarsir adalah interval per titik dari bootstrap yang sama.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrasi</translation>
    </message>
    <message>
        <source>No temperature and no threshold: the run has no validation cells of its own, or did not keep its answers for them.</source>
        <translation>Tanpa temperatur dan tanpa nilai ambang: proses pelatihan ini tidak memiliki sel validasi sendiri, atau tidak menyimpan jawabannya untuk sel itu.</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Validation cells</source>
        <translation>Sel validasi</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Nilai ambang</translation>
    </message>
    <message>
        <source>Test sensitivity</source>
        <translation>Sensitivitas uji</translation>
    </message>
    <message>
        <source>Test specificity</source>
        <translation>Spesifisitas uji</translation>
    </message>
    <message>
        <source>Calibration error, Brier score and log loss of the test cells: as trained %1, %2, %3; with the temperatures %4, %5, %6.</source>
        <translation>Galat kalibrasi, skor Brier, dan log loss sel uji: sebagaimana dilatih %1, %2, %3; dengan temperatur %4, %5, %6.</translation>
    </message>
    <message>
        <source>Each threshold is the highest that reaches a sensitivity of %1 on the fold&apos;s validation cells; no test cell had a part in it.</source>
        <translation>Setiap nilai ambang adalah yang tertinggi yang mencapai sensitivitas %1 pada sel validasi fold tersebut; tidak ada sel uji yang ikut menentukannya.</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>Subkelompok</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>Subkelompok</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>F1, weighted</source>
        <translation>F1, tertimbang</translation>
    </message>
    <message>
        <source>the %1 worst of %2</source>
        <translation>%1 terburuk dari %2</translation>
    </message>
    <message>
        <source>the worst first</source>
        <translation>terburuk lebih dulu</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Kesalahan</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Benar</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log loss</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Kurva belajar</translation>
    </message>
    <message>
        <source>The run repeated on shares of each fold&apos;s training subjects, tested on the same cells. Bands: 95 % intervals, as above.</source>
        <translation>Pelatihan diulang dengan sebagian subjek latih setiap fold dan diuji pada sel yang sama. Pita: interval 95 %, seperti di atas.</translation>
    </message>
    <message>
        <source>Map of the test cells</source>
        <translation>Peta sel uji</translation>
    </message>
    <message>
        <source>To repeat it</source>
        <translation>Untuk mengulanginya</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Program</translation>
    </message>
    <message>
        <source>SHA-256 of the settings</source>
        <translation>SHA-256 pengaturan</translation>
    </message>
    <message>
        <source>SHA-256 of the data (list of cells, labels and subjects, each picture by its own)</source>
        <translation>SHA-256 data (daftar sel, label, dan subjek, setiap gambar dengan SHA-256-nya sendiri)</translation>
    </message>
    <message>
        <source>SHA-256 of the model of fold %1</source>
        <translation>SHA-256 model fold %1</translation>
    </message>
    <message>
        <source>The run folder holds settings.json, split.json, predictions.csv (every answer) and evaluation.json (every figure): enough to compute all of this elsewhere.</source>
        <translation>Folder proses pelatihan berisi settings.json, split.json, predictions.csv (setiap jawaban), dan evaluation.json (setiap metrik): cukup untuk menghitung semua ini di tempat lain.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Jaringan</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Bobot pralatih</translation>
    </message>
    <message>
        <source>none</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokol</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Epochs, at most</source>
        <translation>Epoch, maksimum</translation>
    </message>
    <message>
        <source>Patience (epochs)</source>
        <translation>Patience (epoch)</translation>
    </message>
    <message>
        <source>Input side (px)</source>
        <translation>Sisi masukan (px)</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Ukuran batch</translation>
    </message>
    <message>
        <source>Peak learning rate</source>
        <translation>Laju belajar puncak</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Peluruhan bobot</translation>
    </message>
    <message>
        <source>Auxiliary loss weight</source>
        <translation>Bobot loss bantu</translation>
    </message>
    <message>
        <source>not run below 299 px</source>
        <translation>tidak dijalankan di bawah 299 px</translation>
    </message>
    <message>
        <source>LSTM over rows</source>
        <translation>LSTM pada baris</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentasi</translation>
    </message>
    <message>
        <source>on</source>
        <translation>aktif</translation>
    </message>
    <message>
        <source>off</source>
        <translation>nonaktif</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Perangkat</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Presisi numerik</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Benih acak</translation>
    </message>
    <message>
        <source>Protocol: paper, 70/30 partitions by image</source>
        <translation>Protokol: makalah, pembagian 70/30 per gambar</translation>
    </message>
    <message>
        <source>Protocol: patient-safe, nobody is in two parts of a fold</source>
        <translation>Protokol: pisah pasien, tidak ada pasien yang berada di dua bagian dari satu fold</translation>
    </message>
    <message>
        <source>fold %1: %2 / %3 (%4 epochs)</source>
        <translation>fold %1: %2 / %3 (%4 epoch)</translation>
    </message>
    <message>
        <source>The paper&apos;s Table 1, training accuracy / training loss at the best epoch: %1; mean: %2 / %3. These are of the cells that were learnt from: they say nothing about new ones.</source>
        <translation>Tabel 1 dalam makalah, akurasi pelatihan / loss pelatihan pada epoch terbaik: %1; rata-rata: %2 / %3. Nilai ini berasal dari sel yang dipelajari: tidak mengatakan apa pun tentang sel baru.</translation>
    </message>
    <message>
        <source>of the best weights of each fold</source>
        <translation>dari bobot terbaik setiap fold</translation>
    </message>
    <message>
        <source>No fold was finished.</source>
        <translation>Tidak ada fold yang selesai.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Rata-rata</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Epoch terbaik</translation>
    </message>
    <message>
        <source>Epochs run</source>
        <translation>Epoch dijalankan</translation>
    </message>
    <message>
        <source>Stopped early</source>
        <translation>Dihentikan dini</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>Akurasi pelatihan</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Loss pelatihan</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>Akurasi uji</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>Loss uji</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistis: bagian latih dan bagian uji berbagi pasien yang sama.</translation>
    </message>
    <message>
        <source>Tensors loaded: %1</source>
        <translation>Tensor dimuat: %1</translation>
    </message>
    <message>
        <source>Not in the file, initialised randomly: %1</source>
        <translation>Tidak ada dalam berkas, diinisialisasi acak: %1</translation>
    </message>
    <message>
        <source>In the file, not used: %1</source>
        <translation>Ada dalam berkas, tidak dipakai: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurva</translation>
    </message>
    <message>
        <source>Training figures are taken as the epoch went, with augmentation and dropout; validation figures after it, without.</source>
        <translation>Nilai pelatihan diambil selama epoch berjalan, dengan augmentasi dan dropout; nilai validasi sesudahnya, tanpa keduanya.</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>Laporan pelatihan</translation>
    </message>
    <message>
        <source>Settings %1</source>
        <translation>Pengaturan %1</translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Set the class whose bin has this number (1 to 9)</source>
        <translation>Tetapkan kelas yang kelompoknya bernomor ini (1 sampai 9)</translation>
    </message>
    <message>
        <source>Set to Unidentified</source>
        <translation>Jadikan Tidak teridentifikasi</translation>
    </message>
    <message>
        <source>Confirm the present class</source>
        <translation>Konfirmasi kelas saat ini</translation>
    </message>
    <message>
        <source>Exclude from all counts; again: include</source>
        <translation>Keluarkan dari semua hitungan; sekali lagi: masukkan</translation>
    </message>
    <message>
        <source>Mark with a star; again: take it off</source>
        <translation>Tandai dengan bintang; sekali lagi: hapus bintang</translation>
    </message>
    <message>
        <source>Next cell that nobody has decided, the least certain first</source>
        <translation>Sel berikutnya yang belum diputuskan, paling tidak pasti lebih dulu</translation>
    </message>
    <message>
        <source>Previous cell of the bin</source>
        <translation>Sel sebelumnya dalam kelompok</translation>
    </message>
    <message>
        <source>Next cell of the bin</source>
        <translation>Sel berikutnya dalam kelompok</translation>
    </message>
    <message>
        <source>Show the cell enlarged; Z or Esc closes</source>
        <translation>Perbesar sel; Z atau Esc menutup</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Batalkan pilihan</translation>
    </message>
    <message>
        <source>Invert the selection in the bin</source>
        <translation>Balik pilihan dalam kelompok</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Keluarkan sel terpilih dari kasus</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Tambah gambar</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Tambah folder gambar</translation>
    </message>
    <message>
        <source>Classify the picture in the clipboard</source>
        <translation>Klasifikasikan gambar di papan klip</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Tampilkan laporan</translation>
    </message>
    <message>
        <source>Show or hide these keys</source>
        <translation>Tampilkan atau sembunyikan tombol ini</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Panah</translation>
    </message>
    <message>
        <source>Go from card to card; left and right go on into the next bin</source>
        <translation>Berpindah antarkartu; kiri dan kanan berlanjut ke kelompok berikutnya</translation>
    </message>
    <message>
        <source>Shift+Arrows</source>
        <translation>Shift+Panah</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Pilih beberapa</translation>
    </message>
    <message>
        <source>Select all of a bin</source>
        <translation>Pilih semua dalam kelompok</translation>
    </message>
    <message>
        <source> or </source>
        <extracomment>between two keys that do the same</extracomment>
        <translation> atau </translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message>
        <source>The model was uncertain</source>
        <translation>Model tidak pasti</translation>
    </message>
    <message>
        <source>Colours foreign to the model</source>
        <translation>Warna asing bagi model</translation>
    </message>
    <message>
        <source>Too little stain to normalise</source>
        <translation>Pewarnaan terlalu lemah untuk dinormalisasi</translation>
    </message>
    <message>
        <source>Perhaps not a cell</source>
        <translation>Mungkin bukan sel</translation>
    </message>
    <message>
        <source>No cell found to mask</source>
        <translation>Tidak ditemukan sel untuk masking</translation>
    </message>
    <message>
        <source>A whole field of cells, not one cell</source>
        <translation>Satu bidang pandang penuh sel, bukan satu sel</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Buram</translation>
    </message>
    <message>
        <source>“Find cells” in Slides cuts such a field into its cells.</source>
        <translation>“Cari sel” di Preparat memotong bidang pandang seperti ini menjadi sel-selnya.</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Dikeluarkan</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Belum diputuskan</translation>
    </message>
</context>
<context>
    <name>RunSummary</name>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln pasien</numerusform>
        </translation>
    </message>
    <message>
        <source>patients not known</source>
        <translation>pasien tidak diketahui</translation>
    </message>
    <message numerus="yes">
        <source>%Ln class(es)</source>
        <translation>
            <numerusform>%Ln kelas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln fold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln training cell(s) each</source>
        <translation>
            <numerusform>masing-masing sekitar %Ln sel latih</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. The trunk sees each cell once, then the classifier is fitted.</source>
        <translation>%1. Backbone melihat setiap sel satu kali, lalu pengklasifikasi dicocokkan.</translation>
    </message>
    <message>
        <source>%1. The trunk sees each cell %2 times, once for all epochs; then only the last layer is trained.</source>
        <translation>%1. Backbone melihat setiap sel %2 kali, sekaligus untuk semua epoch; lalu hanya lapisan terakhir yang dilatih.</translation>
    </message>
    <message>
        <source>%1: %2 batches an epoch, %3 steps at most.</source>
        <translation>%1: %2 batch per epoch, paling banyak %3 langkah.</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>kurang dari satu menit</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 menit</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 jam %2 menit</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 jam</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 hari</translation>
    </message>
    <message>
        <source>this CPU</source>
        <translation>CPU ini</translation>
    </message>
    <message>
        <source>this GPU</source>
        <translation>GPU ini</translation>
    </message>
    <message>
        <source>About %1 on %2 (%3), and the fit.</source>
        <translation>Sekitar %1 pada %2 (%3), ditambah pencocokan.</translation>
    </message>
    <message>
        <source>About %1 on %2 (%3), less where folds stop early.</source>
        <translation>Sekitar %1 pada %2 (%3), lebih singkat bila ada fold yang berhenti dini.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>As the system</source>
        <translation>Ikuti sistem</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>Ikuti jendela</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Tampilan</translation>
    </message>
    <message>
        <source>Light or dark colours.</source>
        <translation>Warna terang atau gelap.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Terang</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Gelap</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Bahasa</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Nama Anda</translation>
    </message>
    <message>
        <source>Written beside each correction. Empty: your login name.</source>
        <translation>Dicantumkan pada setiap koreksi. Kosong: nama masuk Anda.</translation>
    </message>
    <message>
        <source>Case store</source>
        <translation>Penyimpanan kasus</translation>
    </message>
    <message>
        <source>A file, or postgresql://user@server/database. Empty: the standard place. Used from the next start.</source>
        <translation>Sebuah berkas, atau postgresql://pengguna@server/basisdata. Kosong: lokasi standar. Berlaku mulai program dijalankan berikutnya.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>The model that classifies cells.</source>
        <translation>Model yang mengklasifikasikan sel.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Where the models of the list are kept. Empty: the standard place.</source>
        <translation>Tempat model dalam daftar disimpan. Kosong: lokasi standar.</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Proses pelatihan</translation>
    </message>
    <message>
        <source>Where training puts its results. Empty: the standard place.</source>
        <translation>Tempat hasil pelatihan disimpan. Kosong: lokasi standar.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Folder data</translation>
    </message>
    <message>
        <source>The folder of labelled cells opened last.</source>
        <translation>Folder sel berlabel yang terakhir dibuka.</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Hitung dengan</translation>
    </message>
    <message>
        <source>Where networks run. Automatic takes a GPU when there is one.</source>
        <translation>Tempat jaringan dijalankan. Otomatis memakai GPU bila ada.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Otomatis</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prosesor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>GPU NVIDIA (CUDA)</translation>
    </message>
    <message>
        <source>Size of cell cards</source>
        <translation>Ukuran kartu sel</translation>
    </message>
    <message>
        <source>Side of a picture in Classify, in pixels.</source>
        <translation>Sisi gambar di Klasifikasi, dalam piksel.</translation>
    </message>
    <message>
        <source>Show probabilities</source>
        <translation>Tampilkan probabilitas</translation>
    </message>
    <message>
        <source>Write the probability on each cell card.</source>
        <translation>Tulis probabilitas pada setiap kartu sel.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Jawaban</translation>
    </message>
    <message>
        <source>How the model is asked about each picture in Classify. More answers take longer and tell how far they differ.</source>
        <translation>Cara model ditanyai tentang setiap gambar di Klasifikasi. Jawaban yang lebih banyak memerlukan waktu lebih lama dan menunjukkan seberapa jauh perbedaannya.</translation>
    </message>
    <message>
        <source>One look</source>
        <translation>Satu tampilan</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Delapan tampilan</translation>
    </message>
    <message>
        <source>All folds of the training</source>
        <translation>Semua fold pelatihan</translation>
    </message>
    <message>
        <source>Quickest numbers</source>
        <translation>Angka tercepat</translation>
    </message>
    <message>
        <source>Compute in 8 bits in Classify where the model offers it: quicker on a processor, and a few cells in a thousand may get another class.</source>
        <translation>Hitung dengan 8 bit di Klasifikasi bila model menyediakannya: lebih cepat pada prosesor, dan beberapa dari seribu sel mungkin mendapat kelas lain.</translation>
    </message>
    <message>
        <source>Side of cut-out cells (µm)</source>
        <translation>Sisi potongan sel (µm)</translation>
    </message>
    <message>
        <source>How much of a slide each picture shows that Find cells hands to Classify. Best is what the model&apos;s training pictures show.</source>
        <translation>Seberapa luas bagian preparat pada setiap gambar yang diserahkan Cari sel ke Klasifikasi. Paling baik sama dengan luas pada gambar latih model.</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Laboratorium</translation>
    </message>
    <message>
        <source>Its name, at the top of reports.</source>
        <translation>Namanya, di bagian atas laporan.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>Lines under the laboratory&apos;s name.</source>
        <translation>Baris di bawah nama laboratorium.</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>PNG or SVG, beside the laboratory&apos;s name.</source>
        <translation>PNG atau SVG, di samping nama laboratorium.</translation>
    </message>
    <message>
        <source>Paper of reports</source>
        <translation>Kertas laporan</translation>
    </message>
    <message>
        <source>Size of a report&apos;s pages.</source>
        <translation>Ukuran halaman laporan.</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Language of reports</source>
        <translation>Bahasa laporan</translation>
    </message>
    <message>
        <source>What the report of a case is written in, whatever the window&apos;s language.</source>
        <translation>Bahasa laporan kasus, apa pun bahasa jendelanya.</translation>
    </message>
    <message>
        <source>All cells in reports</source>
        <translation>Semua sel dalam laporan</translation>
    </message>
    <message>
        <source>Every cell&apos;s picture on further pages, not only a choice of each class.</source>
        <translation>Gambar setiap sel pada halaman lanjutan, bukan hanya pilihan dari setiap kelas.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>aktif</translation>
    </message>
    <message>
        <source>off</source>
        <translation>nonaktif</translation>
    </message>
    <message>
        <source>Changes when the settings are closed, or as soon as what is running has ended.</source>
        <translation>Berubah saat pengaturan ditutup, atau segera setelah proses yang berjalan selesai.</translation>
    </message>
    <message>
        <source>Daily copies kept</source>
        <translation>Salinan harian yang disimpan</translation>
    </message>
    <message>
        <source>On days on which the case file is opened and has changed, a checked copy goes into the folder backups beside it; the oldest beyond this number are removed. 0: none are made. Not of a store on a server.</source>
        <translation>Pada hari ketika berkas kasus dibuka dan telah berubah, salinan terverifikasi disimpan di folder backups di sampingnya; salinan terlama yang melebihi jumlah ini dihapus. 0: tidak ada yang dibuat. Tidak berlaku untuk penyimpanan di server.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>Cores to compute with</source>
        <translation>Inti untuk komputasi</translation>
    </message>
    <message>
        <source>Of the processor, for networks, reading pictures and searching. Fewer leave the computer free for other work. Used from the next start.</source>
        <translation>Inti prosesor, untuk jaringan, pembacaan gambar, dan pencarian. Lebih sedikit inti menyisakan komputer untuk pekerjaan lain. Berlaku mulai program dijalankan berikutnya.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>None</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>Standard place</source>
        <translation>Lokasi bawaan</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Pilih…</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>Gambar (*.png *.svg)</translation>
    </message>
</context>
<context>
    <name>SettingsFile</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>on</source>
        <translation>aktif</translation>
    </message>
    <message>
        <source>off</source>
        <translation>nonaktif</translation>
    </message>
    <message>
        <source>standard place</source>
        <translation>lokasi bawaan</translation>
    </message>
    <message>
        <source>none</source>
        <translation>tidak ada</translation>
    </message>
    <message numerus="yes">
        <source>longer than %Ln character(s).</source>
        <translation>
            <numerusform>lebih dari %Ln karakter.</numerusform>
        </translation>
    </message>
    <message>
        <source>more than one line.</source>
        <translation>lebih dari satu baris.</translation>
    </message>
    <message>
        <source>not a text.</source>
        <translation>bukan teks.</translation>
    </message>
    <message>
        <source>the address of a server is not taken over from a file. Type it in Storage.</source>
        <translation>alamat server tidak diambil dari berkas. Ketikkan di Penyimpanan.</translation>
    </message>
    <message>
        <source>not a whole path: %1</source>
        <translation>bukan path lengkap: %1</translation>
    </message>
    <message>
        <source>“%1” is none of its values.</source>
        <translation>“%1” bukan salah satu nilainya.</translation>
    </message>
    <message>
        <source>neither true nor false.</source>
        <translation>bukan true ataupun false.</translation>
    </message>
    <message>
        <source>not a whole number.</source>
        <translation>bukan bilangan bulat.</translation>
    </message>
    <message>
        <source>not between %1 and %2.</source>
        <translation>tidak di antara %1 dan %2.</translation>
    </message>
    <message>
        <source>%1: this version has no such setting.</source>
        <translation>%1: versi ini tidak memiliki pengaturan tersebut.</translation>
    </message>
    <message>
        <source>%1: is not taken over from a file.</source>
        <translation>%1: tidak diambil dari berkas.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: this version has no such shortcut.</source>
        <translation>%1: versi ini tidak memiliki pintasan tersebut.</translation>
    </message>
    <message>
        <source>%1: not a combination of keys.</source>
        <translation>%1: bukan kombinasi tombol.</translation>
    </message>
    <message>
        <source>%1: this version has no such part.</source>
        <translation>%1: versi ini tidak memiliki bagian tersebut.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Open a data folder</source>
        <translation>Buka folder data</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Lock the window</source>
        <translation>Kunci jendela</translation>
    </message>
    <message>
        <source>Go to Classify</source>
        <translation>Ke Klasifikasi</translation>
    </message>
    <message>
        <source>Go to Slides</source>
        <translation>Ke Preparat</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>Ke Data</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>Ke Latih</translation>
    </message>
    <message>
        <source>Go to Evaluate</source>
        <translation>Ke Evaluasi</translation>
    </message>
    <message>
        <source>Go to Cases</source>
        <translation>Ke Kasus</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Tambah gambar</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Tambah folder gambar</translation>
    </message>
    <message>
        <source>Classify the picture in the clipboard</source>
        <translation>Klasifikasikan gambar di papan klip</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Tampilkan laporan</translation>
    </message>
    <message>
        <source>Previous cell of the bin</source>
        <translation>Sel sebelumnya dalam kelompok</translation>
    </message>
    <message>
        <source>Next cell of the bin</source>
        <translation>Sel berikutnya dalam kelompok</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Batalkan pilihan</translation>
    </message>
    <message>
        <source>Invert the selection in the bin</source>
        <translation>Balik pilihan dalam kelompok</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Keluarkan sel terpilih dari kasus</translation>
    </message>
    <message>
        <source>Open slides or photographs</source>
        <translation>Buka preparat atau foto</translation>
    </message>
    <message>
        <source>Open a folder of slides</source>
        <translation>Buka folder preparat</translation>
    </message>
    <message>
        <source>Take the shown slide from the list</source>
        <translation>Keluarkan preparat yang ditampilkan dari daftar</translation>
    </message>
    <message>
        <source>Next slide</source>
        <translation>Preparat berikutnya</translation>
    </message>
    <message>
        <source>Previous slide</source>
        <translation>Preparat sebelumnya</translation>
    </message>
    <message>
        <source>Classify the cells that were found or marked</source>
        <translation>Klasifikasikan sel yang ditemukan atau ditandai</translation>
    </message>
    <message>
        <source>Save a subject&apos;s facts and go on with the next</source>
        <translation>Simpan data subjek dan lanjutkan ke subjek berikutnya</translation>
    </message>
    <message>
        <source>Start the training</source>
        <translation>Mulai pelatihan</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>Buka pelatihan</translation>
    </message>
    <message>
        <source>Continue the run</source>
        <translation>Lanjutkan pelatihan</translation>
    </message>
    <message>
        <source>Extend the run</source>
        <translation>Perpanjang pelatihan</translation>
    </message>
    <message>
        <source>Pause or resume the training</source>
        <translation>Jeda atau lanjutkan pelatihan</translation>
    </message>
    <message>
        <source>Stop the training</source>
        <translation>Hentikan pelatihan</translation>
    </message>
    <message>
        <source>Open a run to evaluate</source>
        <translation>Buka pelatihan untuk dievaluasi</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Report of the chosen session</source>
        <translation>Laporan sesi terpilih</translation>
    </message>
    <message>
        <source>Read the list anew</source>
        <translation>Baca ulang daftar</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Ganti nama model</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Hapus model</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Di mana saja</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klasifikasi</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>Preparat</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Latih</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Evaluasi</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Kasus</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Daftar model</translation>
    </message>
    <message>
        <source>Pages of a report</source>
        <translation>Halaman laporan</translation>
    </message>
    <message>
        <source>One combination of keys only.</source>
        <translation>Hanya satu kombinasi tombol.</translation>
    </message>
    <message>
        <source>Taken by: %1 (%2).</source>
        <translation>Dipakai oleh: %1 (%2).</translation>
    </message>
    <message>
        <source>Use Ctrl or a function key: other keys are for typing, menus and review.</source>
        <translation>Gunakan Ctrl atau tombol fungsi: tombol lain dipakai untuk mengetik, menu, dan peninjauan.</translation>
    </message>
    <message>
        <source>Fields of text use these keys.</source>
        <translation>Kolom teks memakai tombol ini.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>what a button does, and the keys that do the same</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>SplitPart</name>
    <message>
        <source>Training</source>
        <translation>Latih</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validasi</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Uji</translation>
    </message>
    <message>
        <source>Tr</source>
        <comment>training, two letters</comment>
        <translation>La</translation>
    </message>
    <message>
        <source>Va</source>
        <comment>validation, two letters</comment>
        <translation>Va</translation>
    </message>
    <message>
        <source>Te</source>
        <comment>test, two letters</comment>
        <translation>Uj</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Six places</source>
        <translation>Enam ruang kerja</translation>
    </message>
    <message>
        <source>From cells to the report: classify, look at slides, prepare data, train, evaluate, keep cases. Ctrl+1 to Ctrl+6 go there.</source>
        <translation>Dari sel hingga laporan: klasifikasikan, lihat preparat, siapkan data, latih, evaluasi, simpan kasus. Ctrl+1 sampai Ctrl+6 membukanya.</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>Lepaskan gambar di sini</translation>
    </message>
    <message>
        <source>Drag pictures, folders or slides into this area, or press Ctrl+O. Each cell becomes a card among those of its class.</source>
        <translation>Seret gambar, folder, atau preparat ke area ini, atau tekan Ctrl+O. Setiap sel menjadi kartu di antara sel sekelasnya.</translation>
    </message>
    <message>
        <source>Look at one cell closely</source>
        <translation>Amati satu sel dari dekat</translation>
    </message>
    <message>
        <source>Sign, then report</source>
        <translation>Tanda tangani, lalu laporkan</translation>
    </message>
    <message>
        <source>Once every doubtful cell is decided, sign the case. Report shows its pages before they are saved or printed.</source>
        <translation>Setelah semua sel yang meragukan diputuskan, tanda tangani kasus. Laporan menampilkan halamannya sebelum disimpan atau dicetak.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Latih model</translation>
    </message>
    <message>
        <source>Open labelled cells in Data, press Start in Train and watch. You can go on classifying meanwhile.</source>
        <translation>Buka sel berlabel di Data, tekan Mulai pelatihan di Latih, lalu pantau. Sementara itu, Anda dapat terus mengklasifikasikan.</translation>
    </message>
    <message>
        <source>What is running</source>
        <translation>Yang sedang berjalan</translation>
    </message>
    <message>
        <source>Whatever takes time shows down here, with the time left and Stop. The window never waits for it.</source>
        <translation>Semua yang memerlukan waktu tampil di bawah sini, dengan sisa waktu dan Hentikan. Jendela tidak pernah menunggunya.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Welcome and this tour are in the Help menu. Let the pointer rest on anything to read what it does. In Classify, ? shows all keys.</source>
        <translation>Selamat datang dan tur ini ada di menu Bantuan. Arahkan penunjuk ke bagian mana pun untuk membaca fungsinya. Di Klasifikasi, ? menampilkan semua tombol.</translation>
    </message>
    <message>
        <source>Once there are cells, the chosen one is shown here enlarged, with the model&apos;s answer and its reasons. Wrong class? Drag the card, or press the number of the right one.</source>
        <translation>Begitu ada sel, sel yang dipilih tampil diperbesar di sini, dengan jawaban model dan alasannya. Kelasnya salah? Seret kartunya, atau tekan angka kelas yang benar.</translation>
    </message>
</context>
<context>
    <name>UndoButtons</name>
    <message>
        <source>Undo: %1</source>
        <translation>Urungkan: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Ulangi: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AboutDialog</name>
    <message>
        <source>About Leukolens</source>
        <translation>Tentang Leukolens</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versi %1</translation>
    </message>
    <message>
        <source>Classifies images of white blood cells with an InceptionV3 network, lets people correct it, and trains that network on labelled cells. Everything runs on this computer; no image leaves it.</source>
        <translation>Mengklasifikasikan gambar sel darah putih dengan jaringan InceptionV3, memungkinkan pengguna mengoreksi hasilnya, dan melatih jaringan itu dengan sel berlabel. Semuanya berjalan di komputer ini; tidak ada gambar yang keluar dari sini.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It uses Qt, LibTorch, OpenVINO, OpenCV, SOCI, SQLite, QCustomPlot, qpdf, libzip, spdlog, nlohmann/json, umappp and Eigen.</source>
        <translation>Perangkat lunak bebas di bawah GNU General Public License, versi 3 atau yang lebih baru. Program ini menggunakan Qt, LibTorch, OpenVINO, OpenCV, SOCI, SQLite, QCustomPlot, qpdf, libzip, spdlog, nlohmann/json, umappp, dan Eigen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountBadge</name>
    <message>
        <source>Lock</source>
        <translation>Kunci</translation>
    </message>
    <message>
        <source>Logged in: %1</source>
        <translation>Masuk sebagai: %1</translation>
    </message>
    <message>
        <source>Lock the window until somebody logs in; what is under way goes on</source>
        <translation>Kunci jendela sampai ada yang masuk; proses yang sedang berjalan tetap berlanjut</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountEditor</name>
    <message>
        <source>Role of this account</source>
        <translation>Peran akun ini</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktif</translation>
    </message>
    <message>
        <source>Only active accounts log in; what they did stays in the trail</source>
        <translation>Hanya akun aktif yang dapat masuk; tindakannya tetap tercatat dalam jejak audit</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>Frasa sandi saat ini</translation>
    </message>
    <message>
        <source>The passphrase you log in with now</source>
        <translation>Frasa sandi yang Anda pakai untuk masuk sekarang</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Frasa sandi baru</translation>
    </message>
    <message>
        <source>%1 characters at least</source>
        <translation>Sedikitnya %1 karakter</translation>
    </message>
    <message>
        <source>New passphrase once more</source>
        <translation>Ulangi frasa sandi baru</translation>
    </message>
    <message>
        <source>The same passphrase once more</source>
        <translation>Frasa sandi yang sama sekali lagi</translation>
    </message>
    <message>
        <source>Set passphrase</source>
        <translation>Tetapkan frasa sandi</translation>
    </message>
    <message>
        <source>Select an account to change it.</source>
        <translation>Pilih akun untuk mengubahnya.</translation>
    </message>
    <message>
        <source>From now on this passphrase holds (Return)</source>
        <translation>Mulai sekarang frasa sandi ini berlaku (Return)</translation>
    </message>
    <message>
        <source>Type your present passphrase, and the new one twice</source>
        <translation>Ketik frasa sandi Anda saat ini, dan yang baru dua kali</translation>
    </message>
    <message>
        <source>Type the new passphrase twice</source>
        <translation>Ketik frasa sandi baru dua kali</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountForm</name>
    <message>
        <source>The passphrase needs %1 characters at least.</source>
        <translation>Frasa sandi harus sedikitnya %1 karakter.</translation>
    </message>
    <message>
        <source>The passphrase is too long.</source>
        <translation>Frasa sandi terlalu panjang.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Kedua frasa sandi berbeda.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Name of the new account</source>
        <translation>Nama akun baru</translation>
    </message>
    <message>
        <source>As it stands in the trail and under reports</source>
        <translation>Sebagaimana tercantum dalam jejak audit dan di bawah laporan</translation>
    </message>
    <message>
        <source>Role of the new account</source>
        <translation>Peran akun baru</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Frasa sandi</translation>
    </message>
    <message>
        <source>Several words are easier to remember than signs; %1 characters at least</source>
        <translation>Beberapa kata lebih mudah diingat daripada simbol; sedikitnya %1 karakter</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>Ulangi frasa sandi</translation>
    </message>
    <message>
        <source>The same passphrase once more</source>
        <translation>Frasa sandi yang sama sekali lagi</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>Tambah akun</translation>
    </message>
    <message>
        <source>The first account is an administrator&apos;s.</source>
        <translation>Akun pertama adalah akun administrator.</translation>
    </message>
    <message>
        <source>Add this account (Return)</source>
        <translation>Tambahkan akun ini (Return)</translation>
    </message>
    <message>
        <source>Type a name, and the passphrase twice</source>
        <translation>Ketik nama, dan frasa sandi dua kali</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountsDialog</name>
    <message>
        <source>Accounts</source>
        <translation>Akun</translation>
    </message>
    <message>
        <source>Accounts of this case store</source>
        <translation>Akun penyimpanan kasus ini</translation>
    </message>
    <message>
        <source>Select an account to change it</source>
        <translation>Pilih akun untuk mengubahnya</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ditambahkan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Adding the account</source>
        <translation>Menambahkan akun</translation>
    </message>
    <message>
        <source>%1 was added.</source>
        <translation>%1 telah ditambahkan.</translation>
    </message>
    <message>
        <source>%1 was added, and is logged in.</source>
        <translation>%1 telah ditambahkan dan sudah masuk.</translation>
    </message>
    <message>
        <source>Changing the account</source>
        <translation>Mengubah akun</translation>
    </message>
    <message>
        <source>%1 was changed.</source>
        <translation>%1 telah diubah.</translation>
    </message>
    <message>
        <source>Setting the passphrase</source>
        <translation>Menetapkan frasa sandi</translation>
    </message>
    <message>
        <source>%1 has a new passphrase.</source>
        <translation>%1 memiliki frasa sandi baru.</translation>
    </message>
    <message>
        <source>Changing the rules</source>
        <translation>Mengubah aturan</translation>
    </message>
    <message>
        <source>The rules were changed.</source>
        <translation>Aturan telah diubah.</translation>
    </message>
    <message>
        <source>This case store has no accounts: whoever opens it may change it, and what they do is recorded under the name of the computer&apos;s user. With accounts everybody logs in, and roles say who may sign. Add an administrator to begin.</source>
        <translation>Penyimpanan kasus ini tidak memiliki akun: siapa pun yang membukanya dapat mengubahnya, dan tindakannya dicatat atas nama pengguna komputer. Dengan akun, setiap orang harus masuk, dan peran menentukan siapa yang boleh menandatangani. Tambahkan administrator untuk memulai.</translation>
    </message>
    <message>
        <source>Accounts of this case store. What was done under a name stays in the trail, also when the account is active no more.</source>
        <translation>Akun penyimpanan kasus ini. Tindakan atas suatu nama tetap tercatat dalam jejak audit, juga bila akunnya tidak aktif lagi.</translation>
    </message>
    <message>
        <source>Administrators look after accounts. Here you can change your own passphrase.</source>
        <translation>Akun dikelola oleh administrator. Di sini Anda dapat mengubah frasa sandi sendiri.</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Akun baru</translation>
    </message>
    <message>
        <source>First account</source>
        <translation>Akun pertama</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktif</translation>
    </message>
    <message>
        <source>not active</source>
        <translation>nonaktif</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AccountsSession</name>
    <message>
        <source>Reading the accounts</source>
        <translation>Membaca akun</translation>
    </message>
    <message>
        <source>Work of %1 is still under way, and is saved as theirs. Wait until it has ended, or have %1 log in.</source>
        <translation>Pekerjaan %1 masih berjalan dan disimpan atas namanya. Tunggu sampai selesai, atau minta %1 masuk.</translation>
    </message>
    <message>
        <source>Logging in</source>
        <translation>Sedang masuk</translation>
    </message>
    <message>
        <source>Adding the account</source>
        <translation>Menambahkan akun</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AddModelPage</name>
    <message>
        <source>Add this model?</source>
        <translation>Tambahkan model ini?</translation>
    </message>
    <message>
        <source>Before it is added</source>
        <translation>Sebelum ditambahkan</translation>
    </message>
    <message>
        <source>Name in the list</source>
        <translation>Nama dalam daftar</translation>
    </message>
    <message>
        <source>How the model is called here; empty: as the file</source>
        <translation>Nama model di sini; kosong: sama dengan nama berkas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Leave it: nothing was changed (Esc)</source>
        <translation>Jangan tambahkan: tidak ada yang berubah (Esc)</translation>
    </message>
    <message>
        <source>Add and use for classifying</source>
        <translation>Tambah dan pakai untuk klasifikasi</translation>
    </message>
    <message>
        <source>Keep a copy in the list, and classify cells with it from now on</source>
        <translation>Simpan salinan dalam daftar, dan mulai sekarang klasifikasikan sel dengannya</translation>
    </message>
    <message>
        <source>Add these weights?</source>
        <translation>Tambahkan bobot ini?</translation>
    </message>
    <message>
        <source>It is in the list already, as “%1”.</source>
        <translation>Sudah ada dalam daftar, sebagai “%1”.</translation>
    </message>
    <message>
        <source>Add as a starting point for training</source>
        <translation>Tambah sebagai titik awal pelatihan</translation>
    </message>
    <message>
        <source>Add to the list</source>
        <translation>Tambah ke daftar</translation>
    </message>
    <message>
        <source>Show in the list</source>
        <translation>Tampilkan dalam daftar</translation>
    </message>
    <message>
        <source>Keep a copy in the list; what classifies now stays as it is</source>
        <translation>Simpan salinan dalam daftar; model klasifikasi saat ini tetap dipakai</translation>
    </message>
    <message>
        <source>Keep a copy in the list, to start trainings from</source>
        <translation>Simpan salinan dalam daftar, sebagai titik awal pelatihan</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Kartu model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AgreementPanel</name>
    <message>
        <source>Who is compared</source>
        <translation>Siapa yang dibandingkan</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa: 0 as chance would agree, 1 complete agreement. Interval: 95 %, large-sample standard error (Fleiss, Cohen &amp; Everitt 1969)</source>
        <translation>Kappa Cohen: 0 sama dengan kesesuaian karena kebetulan, 1 kesesuaian penuh. Interval: 95 %, galat baku sampel besar (Fleiss, Cohen &amp; Everitt 1969)</translation>
    </message>
    <message>
        <source>Cells by both readers&apos; classes</source>
        <translation>Sel menurut kelas kedua pembaca</translation>
    </message>
    <message>
        <source>Rows: the first of the two. Columns: the second</source>
        <translation>Baris: yang pertama dari keduanya. Kolom: yang kedua</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>Tutup perbandingan</translation>
    </message>
    <message>
        <source>First reader and model</source>
        <extracomment>who is compared: the people who decided the case and the model; or a second reader, since when</extracomment>
        <translation>Pembaca pertama dan model</translation>
    </message>
    <message>
        <source>First reader and %1 (%2)</source>
        <translation>Pembaca pertama dan %1 (%2)</translation>
    </message>
    <message>
        <source>κ = %1 (95 % interval %2 to %3)</source>
        <translation>κ = %1 (interval 95 %: %2 sampai %3)</translation>
    </message>
    <message>
        <source>No cell that both have decided</source>
        <translation>Tidak ada sel yang diputuskan oleh keduanya</translation>
    </message>
    <message>
        <source>κ is undefined: both used the same class throughout</source>
        <translation>κ tidak terdefinisi: keduanya memakai kelas yang sama untuk semua sel</translation>
    </message>
    <message>
        <source>Cells compared: %1. Left out, because one of the two has not decided or has excluded them: %2.</source>
        <translation>Sel yang dibandingkan: %1. Tidak disertakan, karena salah satu dari keduanya belum memutuskan atau telah mengeluarkannya: %2.</translation>
    </message>
    <message>
        <source>Same class: %1.</source>
        <translation>Kelas sama: %1.</translation>
    </message>
    <message>
        <source>Rows: first reader; columns: model.</source>
        <extracomment>who is who in the table beside it</extracomment>
        <translation>Baris: pembaca pertama; kolom: model.</translation>
    </message>
    <message>
        <source>Rows: first reader; columns: %1.</source>
        <translation>Baris: pembaca pertama; kolom: %1.</translation>
    </message>
    <message>
        <source>Fewer than %1 cells: do not rely on the interval.</source>
        <translation>Kurang dari %1 sel: jangan mengandalkan interval ini.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AlarmStrip</name>
    <message>
        <source>Show the next alarm</source>
        <translation>Tampilkan peringatan berikutnya</translation>
    </message>
    <message>
        <source>Dismiss this alarm</source>
        <translation>Tutup peringatan ini</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswerDelegate</name>
    <message>
        <source>subject %1</source>
        <translation>subjek %1</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>fold %1</translation>
    </message>
    <message>
        <source>label is wrong</source>
        <translation>label salah</translation>
    </message>
    <message>
        <source>network is wrong</source>
        <translation>jaringan salah</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswerModel</name>
    <message>
        <source>%1, called %2 with %3</source>
        <translation>%1, dinilai %2 dengan %3</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswersButton</name>
    <message>
        <source>The model answers once about each picture</source>
        <translation>Model menjawab satu kali tentang setiap gambar</translation>
    </message>
    <message>
        <source>The picture turned and mirrored as well, for cells have no up: the mean of eight answers, and how far they differ</source>
        <translation>Gambar juga diputar dan dicerminkan, karena sel tidak mengenal atas dan bawah: rata-rata delapan jawaban, dan seberapa jauh perbedaannya</translation>
    </message>
    <message>
        <source>Each fold learnt from other cells: the mean of their answers, and how far they differ</source>
        <translation>Setiap fold belajar dari sel yang berbeda: rata-rata jawabannya, dan seberapa jauh perbedaannya</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>tercepat</translation>
    </message>
    <message>
        <source>%1 times as long</source>
        <translation>%1 kali lebih lama</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>&quot;8 times as long: about 2 pictures a second&quot;</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>All folds: this training has %1, too many to ask at once</source>
        <translation>Semua fold: pelatihan ini memiliki %1, terlalu banyak untuk ditanyai sekaligus</translation>
    </message>
    <message>
        <source>All folds: no other fold of this model&apos;s training was found</source>
        <translation>Semua fold: tidak ditemukan fold lain dari pelatihan model ini</translation>
    </message>
    <message>
        <source>All %1 folds of this training (%2)</source>
        <translation>Semua %1 fold pelatihan ini (%2)</translation>
    </message>
    <message>
        <source>%1 of the %2 folds of this training (%3)</source>
        <translation>%1 dari %2 fold pelatihan ini (%3)</translation>
    </message>
    <message>
        <source>In 8-bit numbers (quickest)</source>
        <translation>Dengan angka 8 bit (tercepat)</translation>
    </message>
    <message>
        <source>On a processor about 1.7 times as fast. Of %1 cells held out from its training, %2 % kept their class.</source>
        <translation>Pada prosesor sekitar 1,7 kali lebih cepat. Dari %1 sel yang tidak dipakai dalam pelatihannya, %2 % tetap pada kelasnya.</translation>
    </message>
    <message>
        <source>In 8-bit numbers: this model would change too many answers</source>
        <translation>Dengan angka 8 bit: model ini akan mengubah terlalu banyak jawaban</translation>
    </message>
    <message>
        <source>In 8-bit numbers: not measured with this model</source>
        <translation>Dengan angka 8 bit: belum diukur dengan model ini</translation>
    </message>
    <message>
        <source>Offered where at least 99.5 % of the cells held out from the training keep their class</source>
        <translation>Tersedia bila sedikitnya 99,5 % sel yang tidak dipakai dalam pelatihan tetap pada kelasnya</translation>
    </message>
    <message>
        <source>In 8-bit numbers: not with this processor</source>
        <translation>Dengan angka 8 bit: tidak dengan prosesor ini</translation>
    </message>
    <message>
        <source>It has no instructions for them (VNNI)</source>
        <translation>Prosesor ini tidak memiliki instruksinya (VNNI)</translation>
    </message>
    <message>
        <source>One look (%1)</source>
        <translation>Satu tampilan (%1)</translation>
    </message>
    <message>
        <source>Eight views (%1)</source>
        <translation>Delapan tampilan (%1)</translation>
    </message>
    <message>
        <source>One look</source>
        <translation>Satu tampilan</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>Delapan tampilan</translation>
    </message>
    <message>
        <source>All folds</source>
        <translation>Semua fold</translation>
    </message>
    <message>
        <source>%1 folds</source>
        <translation>%1 fold</translation>
    </message>
    <message>
        <source>All folds are chosen, but this model has none beside it: it answers alone.</source>
        <translation>Semua fold dipilih, tetapi model ini tidak memiliki fold lain: model menjawab sendiri.</translation>
    </message>
    <message>
        <source>How the model is asked about each picture. Answers that are there stay as they are.</source>
        <translation>Cara model ditanyai tentang setiap gambar. Jawaban yang sudah ada tidak berubah.</translation>
    </message>
    <message>
        <source>%1, 8 bit</source>
        <extracomment>what is asked, such as &quot;One look&quot;, and that it is computed in 8-bit numbers</extracomment>
        <translation>%1, 8 bit</translation>
    </message>
    <message>
        <source>Answers: %1</source>
        <translation>Jawaban: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AnswersView</name>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>No such cells</source>
        <translation>Tidak ada sel seperti itu</translation>
    </message>
    <message>
        <source>Label is wrong</source>
        <translation>Label salah</translation>
    </message>
    <message>
        <source>An issue of the data: note it, and give the cells the label that the network says where their data are open. Right answers among the selected cells are passed over (L)</source>
        <translation>Masalah pada data: catat, dan beri sel label menurut jaringan bila datanya sedang terbuka. Jawaban benar di antara sel terpilih dilewati (L)</translation>
    </message>
    <message>
        <source>Network is wrong</source>
        <translation>Jaringan salah</translation>
    </message>
    <message>
        <source>An issue of the model: note that the label is right. Right answers among the selected cells are passed over (N)</source>
        <translation>Masalah pada model: catat bahwa labelnya benar. Jawaban benar di antara sel terpilih dilewati (N)</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Tarik kembali</translation>
    </message>
    <message>
        <source>Forget what was noted of the selected cells, and restore their labels (Backspace)</source>
        <translation>Hapus catatan tentang sel terpilih, dan pulihkan labelnya (Backspace)</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s)</source>
        <translation>
            <numerusform>%1: %Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the surest errors first</source>
        <translation>
            <numerusform>%1: %Ln sel, kesalahan paling yakin lebih dulu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln cell(s), the least sure first</source>
        <translation>
            <numerusform>%1: %Ln sel, paling tidak yakin lebih dulu</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a cell</source>
        <translation>Pilih sel</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cells are chosen</source>
        <translation>
            <numerusform>%Ln sel dipilih</numerusform>
        </translation>
    </message>
    <message>
        <source>The pictures of this run were not found. Open its data in Data, then evaluate it again.</source>
        <translation>Gambar proses pelatihan ini tidak ditemukan. Buka datanya di Data, lalu evaluasi lagi.</translation>
    </message>
    <message>
        <source>Reviewed: %L1, of them wrong labels: %L2</source>
        <translation>Ditinjau: %L1, di antaranya label salah: %L2</translation>
    </message>
    <message>
        <source>Found wrong when a run was evaluated</source>
        <translation>Ditemukan salah saat proses pelatihan dievaluasi</translation>
    </message>
    <message>
        <source>Taken back when a run was evaluated</source>
        <translation>Ditarik kembali saat proses pelatihan dievaluasi</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AuditPanel</name>
    <message>
        <source>Lines of the audit trail, newest first</source>
        <translation>Baris jejak audit, terbaru lebih dulu</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln baris</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln line(s)</source>
        <translation>
            <numerusform>%1 dari %Ln baris</numerusform>
        </translation>
    </message>
    <message>
        <source>Search: person, date, action, value</source>
        <translation>Cari: petugas, tanggal, tindakan, nilai</translation>
    </message>
    <message>
        <source>Search the audit trail</source>
        <translation>Cari dalam jejak audit</translation>
    </message>
    <message>
        <source>Only the chosen patient</source>
        <translation>Hanya pasien terpilih</translation>
    </message>
    <message>
        <source>Show the lines about the patient that is chosen in the list, and about the sessions of that patient</source>
        <translation>Tampilkan baris tentang pasien yang dipilih dalam daftar, dan tentang sesi pasien itu</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Verifikasi</translation>
    </message>
    <message>
        <source>Check every line of the trail and every cell against it</source>
        <translation>Periksa setiap baris jejak audit, dan setiap sel terhadapnya</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Cadangkan sekarang…</translation>
    </message>
    <message>
        <source>Write a checked copy of the whole case store into a file; work goes on meanwhile</source>
        <translation>Tulis salinan terverifikasi dari seluruh penyimpanan kasus ke dalam berkas; pekerjaan dapat terus berjalan</translation>
    </message>
    <message>
        <source>Copy to server…</source>
        <translation>Salin ke server…</translation>
    </message>
    <message>
        <source>The cases are on a server already; Back up now writes them into a file</source>
        <translation>Kasus sudah ada di server; Cadangkan sekarang menulisnya ke dalam berkas</translation>
    </message>
    <message>
        <source>Copy the whole case store into an empty database on a PostgreSQL server</source>
        <translation>Salin seluruh penyimpanan kasus ke basis data kosong di server PostgreSQL</translation>
    </message>
    <message>
        <source>Reading the audit trail</source>
        <translation>Membaca jejak audit</translation>
    </message>
    <message>
        <source>The audit trail could not be read.</source>
        <translation>Jejak audit tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>SHA-256 of this line: %1</source>
        <translation>SHA-256 baris ini: %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Baris</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Petugas</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Tindakan</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Perihal</translation>
    </message>
    <message>
        <source>Old and new value</source>
        <translation>Nilai lama dan baru</translation>
    </message>
    <message>
        <source>The newest lines are shown; all are verified.</source>
        <translation>Baris terbaru ditampilkan; semuanya diverifikasi.</translation>
    </message>
    <message>
        <source>Verifying the audit trail</source>
        <translation>Memverifikasi jejak audit</translation>
    </message>
    <message>
        <source>The audit trail could not be verified.</source>
        <translation>Jejak audit tidak dapat diverifikasi.</translation>
    </message>
    <message>
        <source>The case store could not be backed up.</source>
        <translation>Penyimpanan kasus tidak dapat dicadangkan.</translation>
    </message>
    <message>
        <source>Back up the case store</source>
        <translation>Cadangkan penyimpanan kasus</translation>
    </message>
    <message>
        <source>Case files (*.leukocases)</source>
        <translation>Berkas kasus (*.leukocases)</translation>
    </message>
    <message>
        <source>Backing up the case store</source>
        <translation>Mencadangkan penyimpanan kasus</translation>
    </message>
    <message>
        <source>The case store was backed up and the copy checked: %1. To restore it, choose this file as the case store in Settings.</source>
        <translation>Penyimpanan kasus telah dicadangkan dan salinannya diperiksa: %1. Untuk memulihkannya, pilih berkas ini sebagai penyimpanan kasus di Pengaturan.</translation>
    </message>
    <message>
        <source>Words that are part of a line, in any order</source>
        <translation>Kata yang terdapat dalam baris, dalam urutan apa pun</translation>
    </message>
    <message>
        <source>The case store was backed up as it is: %1. It has been altered outside of the program; Verify says where. Keep older backups.</source>
        <translation>Penyimpanan kasus telah dicadangkan apa adanya: %1. Penyimpanan itu telah diubah di luar program; Verifikasi menunjukkan letaknya. Simpan cadangan yang lebih lama.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AugmentationPanel</name>
    <message>
        <source>Random changes</source>
        <translation>Perubahan acak</translation>
    </message>
    <message>
        <source>Change cells at random while training</source>
        <translation>Ubah sel secara acak saat pelatihan</translation>
    </message>
    <message>
        <source>A network that sees each cell a little differently every time learns what they have in common</source>
        <translation>Jaringan yang setiap kali melihat sel sedikit berbeda mempelajari kesamaan di antara sel-sel itu</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Kecerahan</translation>
    </message>
    <message>
        <source>Every value times a factor from this range</source>
        <translation>Setiap nilai dikalikan faktor dari rentang ini</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontras</translation>
    </message>
    <message>
        <source>Distance from the picture&apos;s mean grey times a factor from this range</source>
        <translation>Jarak dari rata-rata abu-abu gambar dikalikan faktor dari rentang ini</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Saturasi</translation>
    </message>
    <message>
        <source>Distance from each pixel&apos;s grey times a factor from this range</source>
        <translation>Jarak dari abu-abu setiap piksel dikalikan faktor dari rentang ini</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Every value to the power of an exponent from this range</source>
        <translation>Setiap nilai dipangkatkan dengan eksponen dari rentang ini</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Cerminkan</translation>
    </message>
    <message>
        <source>Cells have no left and right</source>
        <translation>Sel tidak mengenal kiri dan kanan</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Putar</translation>
    </message>
    <message>
        <source>Cells have no up</source>
        <translation>Sel tidak mengenal atas dan bawah</translation>
    </message>
    <message>
        <source>Largest angle</source>
        <translation>Sudut terbesar</translation>
    </message>
    <message>
        <source>Largest angle, either way</source>
        <translation>Sudut terbesar, ke kedua arah</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Bawaan</translation>
    </message>
    <message>
        <source>The ranges that the program comes with</source>
        <translation>Rentang bawaan program</translation>
    </message>
    <message>
        <source>Train uses what is set here. In Train, under Augmentation, ranges can be typed.</source>
        <translation>Latih memakai yang ditetapkan di sini. Di Latih, pada Augmentasi, rentang dapat diketik.</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>Acak lagi</translation>
    </message>
    <message>
        <source>Other changes of the same cell, as in another step of a training</source>
        <translation>Perubahan lain pada sel yang sama, seperti pada langkah lain dalam pelatihan</translation>
    </message>
    <message>
        <source>Another cell</source>
        <translation>Sel lain</translation>
    </message>
    <message>
        <source>The same changes of another cell</source>
        <translation>Perubahan yang sama pada sel lain</translation>
    </message>
    <message>
        <source>off</source>
        <translation>nonaktif</translation>
    </message>
    <message>
        <source>subject %1</source>
        <translation>subjek %1</translation>
    </message>
    <message>
        <source>Drawing samples</source>
        <translation>Membuat contoh</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AugmentationView</name>
    <message>
        <source>A cell before and after random changes</source>
        <translation>Sel sebelum dan sesudah perubahan acak</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Apa adanya</translation>
    </message>
    <message>
        <source>Brought to one stain</source>
        <translation>Pewarnaan dinormalisasi</translation>
    </message>
    <message>
        <source>As it is: too little stain</source>
        <translation>Apa adanya: pewarnaan terlalu lemah</translation>
    </message>
    <message>
        <source>As training shows it</source>
        <translation>Sebagaimana dilihat dalam pelatihan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::AutomaticCopies</name>
    <message>
        <source>Opening the case store</source>
        <translation>Membuka penyimpanan kasus</translation>
    </message>
    <message>
        <source>Copying the case file</source>
        <translation>Menyalin berkas kasus</translation>
    </message>
    <message>
        <source>The daily copy of the case file could not be made. Make one yourself: Cases, Audit trail, Back up now.</source>
        <translation>Salinan harian berkas kasus tidak dapat dibuat. Buat sendiri: Kasus, Jejak audit, Cadangkan sekarang.</translation>
    </message>
    <message>
        <source>The case file has been altered outside of the program. Its daily copies are all kept from now on.</source>
        <translation>Berkas kasus telah diubah di luar program. Mulai sekarang semua salinan hariannya disimpan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::BinList</name>
    <message>
        <source>Drag cells here</source>
        <translation>Seret sel ke sini</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::BinView</name>
    <message>
        <source>Cells in %1</source>
        <translation>Sel dalam %1</translation>
    </message>
    <message>
        <source>Every cell is decided</source>
        <translation>Semua sel sudah diputuskan</translation>
    </message>
    <message>
        <source>Drag cells here to leave them out of the counts (X)</source>
        <translation>Seret sel ke sini untuk mengeluarkannya dari hitungan (X)</translation>
    </message>
    <message>
        <source>Press %1 to move the selected cells here</source>
        <translation>Tekan %1 untuk memindahkan sel terpilih ke sini</translation>
    </message>
    <message>
        <source>Cells in this bin</source>
        <translation>Sel dalam kelompok ini</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>cells of a bin that a filter shows, and all of the bin</extracomment>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>%1: %2 of %3 cells</source>
        <translation>%1: %2 dari %3 sel</translation>
    </message>
    <message>
        <source>Share of the identified cells</source>
        <translation>Bagian dari sel teridentifikasi</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CalibrationPage</name>
    <message>
        <source>Which probabilities</source>
        <translation>Probabilitas mana</translation>
    </message>
    <message>
        <source>Test cells, all folds</source>
        <translation>Sel uji, semua fold</translation>
    </message>
    <message>
        <source>Temperature of each fold</source>
        <translation>Temperatur setiap fold</translation>
    </message>
    <message>
        <source>Of the answer: the most probable class</source>
        <translation>Dari jawaban: kelas dengan probabilitas tertinggi</translation>
    </message>
    <message>
        <source>Of the positive class: %1</source>
        <translation>Dari kelas positif: %1</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>As trained</source>
        <translation>Sebagaimana dilatih</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
    <message>
        <source>With temperature</source>
        <translation>Dengan temperatur</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Validation
cells</source>
        <translation>Sel
validasi</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>By the protocol paper the validation cells are the test cells: nothing is left to fit a temperature on.</source>
        <translation>Menurut protokol makalah, sel validasi sama dengan sel uji: tidak ada yang tersisa untuk mencocokkan temperatur.</translation>
    </message>
    <message>
        <source>This run did not keep its answers for the validation cells. “Answer anew” makes them from its data.</source>
        <translation>Proses pelatihan ini tidak menyimpan jawabannya untuk sel validasi. “Jawab ulang” membuatnya dari datanya.</translation>
    </message>
    <message>
        <source>One number divides the logits of each fold&apos;s network: above 1 it was too sure, below 1 not sure enough. It is fitted on the fold&apos;s validation cells; the figures above are of test cells, which had no part in it. With few validation subjects it may make things worse: compare both columns before locking it.</source>
        <translation>Satu angka membagi logit jaringan setiap fold: di atas 1 jaringan terlalu yakin, di bawah 1 kurang yakin. Angka itu dicocokkan pada sel validasi fold; nilai di atas berasal dari sel uji, yang tidak ikut menentukannya. Dengan sedikit subjek validasi, hasilnya dapat memburuk: bandingkan kedua kolom sebelum menguncinya.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseBar</name>
    <message>
        <source>Unnamed</source>
        <translation>Tanpa nama</translation>
    </message>
    <message>
        <source>Open a case, the last changed first</source>
        <translation>Buka kasus, yang terakhir diubah lebih dulu</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Kasus</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Kasus baru</translation>
    </message>
    <message>
        <source>Start an empty case; this one stays saved</source>
        <translation>Mulai kasus kosong; kasus ini tetap tersimpan</translation>
    </message>
    <message>
        <source>Patient&apos;s name or number</source>
        <translation>Nama atau nomor pasien</translation>
    </message>
    <message>
        <source>Patient&apos;s name or number, printed on the report; saved as soon as you leave the field</source>
        <translation>Nama atau nomor pasien, dicetak pada laporan; disimpan begitu Anda meninggalkan isian ini</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Laporan…</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>a case in the list: name, day of the last change</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1
Cells: %2
Last changed: %3</source>
        <translation>%1
Sel: %2
Terakhir diubah: %3</translation>
    </message>
    <message>
        <source>Choose model…</source>
        <translation>Pilih model…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Memuat model…</translation>
    </message>
    <message>
        <source>Model cannot be used</source>
        <translation>Model tidak dapat dipakai</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Model: %1</translation>
    </message>
    <message>
        <source>Show the report of this case, to save it as PDF or to print it</source>
        <translation>Tampilkan laporan kasus ini, untuk disimpan sebagai PDF atau dicetak</translation>
    </message>
    <message>
        <source>Choose the model that classifies the cells</source>
        <translation>Pilih model yang mengklasifikasikan sel</translation>
    </message>
    <message>
        <source>Model: %1
%2
SHA-256 %3
Click for the list of models</source>
        <translation>Model: %1
%2
SHA-256 %3
Klik untuk daftar model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseExports</name>
    <message>
        <source>Export as CSV</source>
        <translation>Ekspor sebagai CSV</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Export as JSON</source>
        <translation>Ekspor sebagai JSON</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Export as FHIR R4</source>
        <translation>Ekspor sebagai FHIR R4</translation>
    </message>
    <message>
        <source>FHIR bundle (*.json)</source>
        <translation>Bundel FHIR (*.json)</translation>
    </message>
    <message>
        <source>Export as HL7 v2</source>
        <translation>Ekspor sebagai HL7 v2</translation>
    </message>
    <message>
        <source>HL7 message (*.hl7)</source>
        <translation>Pesan HL7 (*.hl7)</translation>
    </message>
    <message>
        <source>De-identified</source>
        <translation>Tanpa identitas</translation>
    </message>
    <message>
        <source>A code in place of the name or number, days in place of dates, no notes, no names of people</source>
        <translation>Kode sebagai ganti nama atau nomor, hari sebagai ganti tanggal, tanpa catatan, tanpa nama orang</translation>
    </message>
    <message>
        <source>The chosen session with its cells, facts and signatures</source>
        <translation>Sesi terpilih beserta sel, data, dan tanda tangannya</translation>
    </message>
    <message>
        <source>PDF report…</source>
        <translation>Laporan PDF…</translation>
    </message>
    <message>
        <source>Look at the report of the chosen session, save or print it</source>
        <translation>Lihat laporan sesi terpilih, simpan atau cetak</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>The chosen session, a row a cell</source>
        <translation>Sesi terpilih, satu baris per sel</translation>
    </message>
    <message>
        <source>JSON…</source>
        <translation>JSON…</translation>
    </message>
    <message>
        <source>FHIR R4…</source>
        <translation>FHIR R4…</translation>
    </message>
    <message>
        <source>HL7 v2.5.1…</source>
        <translation>HL7 v2.5.1…</translation>
    </message>
    <message>
        <source>All sessions with their pictures and audit trail; Import opens it on another computer</source>
        <translation>Semua sesi beserta gambar dan jejak auditnya; Impor membukanya di komputer lain</translation>
    </message>
    <message>
        <source>Reading the session</source>
        <translation>Membaca sesi</translation>
    </message>
    <message>
        <source>The session could not be read.</source>
        <translation>Sesi tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Laporan telah disimpan: %1</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Mengekspor</translation>
    </message>
    <message>
        <source>The session was not exported.</source>
        <translation>Sesi tidak diekspor.</translation>
    </message>
    <message>
        <source>The session was exported: %1</source>
        <translation>Sesi telah diekspor: %1</translation>
    </message>
    <message>
        <source>Export the whole case</source>
        <translation>Ekspor seluruh kasus</translation>
    </message>
    <message>
        <source>Exporting the case</source>
        <translation>Mengekspor kasus</translation>
    </message>
    <message>
        <source>The case was not exported.</source>
        <translation>Kasus tidak diekspor.</translation>
    </message>
    <message>
        <source>The case was exported: %1. Sessions: %2, cells: %3, pictures: %4.</source>
        <translation>Kasus telah diekspor: %1. Sesi: %2, sel: %3, gambar: %4.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) could not be read and are not in it, the first: %1</source>
        <translation>
            <numerusform>%Ln gambar tidak dapat dibaca dan tidak disertakan, yang pertama: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Import a case</source>
        <translation>Impor kasus</translation>
    </message>
    <message>
        <source>Importing the case</source>
        <translation>Mengimpor kasus</translation>
    </message>
    <message>
        <source>Add to the patient?</source>
        <translation>Tambahkan ke pasien?</translation>
    </message>
    <message>
        <source>There is a patient of that name or number already. The sessions can join that patient; what stands there stays as it is.</source>
        <translation>Sudah ada pasien dengan nama atau nomor itu. Sesi dapat digabungkan ke pasien tersebut; yang sudah tercatat di sana tidak berubah.</translation>
    </message>
    <message>
        <source>Add sessions</source>
        <translation>Tambah sesi</translation>
    </message>
    <message>
        <source>The case was not imported.</source>
        <translation>Kasus tidak diimpor.</translation>
    </message>
    <message>
        <source>The case was imported. Sessions: %1, cells: %2, pictures: %3. Its sessions are open; signatures hold where they were given.</source>
        <translation>Kasus telah diimpor. Sesi: %1, sel: %2, gambar: %3. Sesinya berstatus Terbuka; tanda tangan hanya berlaku di tempat pemberiannya.</translation>
    </message>
    <message>
        <source>Whole case…</source>
        <translation>Seluruh kasus…</translation>
    </message>
    <message>
        <source>Whole cases (*.leukocase)</source>
        <translation>Seluruh kasus (*.leukocase)</translation>
    </message>
    <message>
        <source>Whole cases (*.leukocase *.zip)</source>
        <translation>Seluruh kasus (*.leukocase *.zip)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CaseWriter</name>
    <message>
        <source>Saving</source>
        <translation>Menyimpan</translation>
    </message>
    <message>
        <source>Opening the case store</source>
        <translation>Membuka penyimpanan kasus</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CasesSession</name>
    <message>
        <source>Reading the list of patients</source>
        <translation>Membaca daftar pasien</translation>
    </message>
    <message>
        <source>The list of patients could not be read.</source>
        <translation>Daftar pasien tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>Opening the patient</source>
        <translation>Membuka pasien</translation>
    </message>
    <message>
        <source>The patient could not be opened.</source>
        <translation>Pasien tidak dapat dibuka.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CasesWorkspace</name>
    <message>
        <source>Patients</source>
        <translation>Pasien</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Jejak audit</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Kasus</translation>
    </message>
    <message>
        <source>No patients yet</source>
        <translation>Belum ada pasien</translation>
    </message>
    <message>
        <source>Patients appear here as soon as cells are classified: drop pictures on Classify, and give the case a name or number.</source>
        <translation>Pasien muncul di sini begitu sel diklasifikasikan: lepaskan gambar di Klasifikasi, lalu beri kasus nama atau nomor.</translation>
    </message>
    <message>
        <source>Go to Classify</source>
        <translation>Ke Klasifikasi</translation>
    </message>
    <message>
        <source>Classify cells of a first patient</source>
        <translation>Klasifikasikan sel pasien pertama</translation>
    </message>
    <message>
        <source>The case store is not open</source>
        <translation>Penyimpanan kasus tidak terbuka</translation>
    </message>
    <message>
        <source>It is on a server that asks for a password. Until then nothing of cases can be shown or saved.</source>
        <translation>Penyimpanan kasus berada di server yang meminta kata sandi. Sebelum kata sandi dimasukkan, kasus tidak dapat ditampilkan atau disimpan.</translation>
    </message>
    <message>
        <source>Type the password…</source>
        <translation>Ketik kata sandi…</translation>
    </message>
    <message>
        <source>Connect to the server of the case store</source>
        <translation>Hubungkan ke server penyimpanan kasus</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Impor…</translation>
    </message>
    <message>
        <source>Open a whole case that was exported on another computer</source>
        <translation>Buka seluruh kasus yang diekspor di komputer lain</translation>
    </message>
    <message>
        <source>This patient has no session yet: classify cells under the same name or number.</source>
        <translation>Pasien ini belum memiliki sesi: klasifikasikan sel dengan nama atau nomor yang sama.</translation>
    </message>
    <message>
        <source>The figure could not be saved</source>
        <translation>Grafik tidak dapat disimpan</translation>
    </message>
    <message>
        <source>The figure was saved: %1</source>
        <translation>Grafik telah disimpan: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellDelegate</name>
    <message>
        <source>Picture not found</source>
        <translation>Gambar tidak ditemukan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellFacts</name>
    <message>
        <source>size</source>
        <translation>ukuran</translation>
    </message>
    <message>
        <source>share of the picture that is cell</source>
        <translation>bagian sel dalam gambar</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>ketajaman</translation>
    </message>
    <message>
        <source>lightness</source>
        <translation>kecerahan</translation>
    </message>
    <message>
        <source>colour, green to red</source>
        <translation>warna, hijau ke merah</translation>
    </message>
    <message>
        <source>colour, blue to yellow</source>
        <translation>warna, biru ke kuning</translation>
    </message>
    <message>
        <source>contrast of lightness</source>
        <translation>kontras kecerahan</translation>
    </message>
    <message>
        <source>contrast of green and red</source>
        <translation>kontras hijau dan merah</translation>
    </message>
    <message>
        <source>contrast of blue and yellow</source>
        <translation>kontras biru dan kuning</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Originally</source>
        <translation>Semula</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Ketajaman</translation>
    </message>
    <message>
        <source>Variance of the Laplacian inside the cell: higher is sharper. Compare only pictures of one magnification.</source>
        <translation>Varians Laplacian di dalam sel: makin tinggi makin tajam. Bandingkan hanya gambar dengan perbesaran yang sama.</translation>
    </message>
    <message>
        <source>Stain L* a* b*</source>
        <translation>Pewarnaan L* a* b*</translation>
    </message>
    <message>
        <source>Mean colour of the cell in CIE L*a*b*: lightness, green to red, blue to yellow</source>
        <translation>Warna rata-rata sel dalam CIE L*a*b*: kecerahan, hijau ke merah, biru ke kuning</translation>
    </message>
    <message>
        <source>Unlike others</source>
        <translation>Penyimpangan</translation>
    </message>
    <message>
        <source>Distance from the middle of all cells, in robust standard deviations; above 6 it is worth a look</source>
        <translation>Jarak dari pusat semua sel, dalam simpangan baku robust; di atas 6 sel patut diperiksa</translation>
    </message>
    <message>
        <source>%1, by its %2</source>
        <comment>distance, feature</comment>
        <translation>%1, karena %2</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>diabaikan</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Select a cell to see it here enlarged.</source>
        <translation>Pilih sel untuk melihatnya di sini dalam ukuran besar.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) selected</source>
        <translation>
            <numerusform>%Ln sel dipilih</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellModel</name>
    <message>
        <source>Model: %1, %2</source>
        <translation>Model: %1, %2</translation>
    </message>
    <message>
        <source>Corrected to: %1</source>
        <translation>Dikoreksi menjadi: %1</translation>
    </message>
    <message>
        <source>Excluded from all counts</source>
        <translation>Dikeluarkan dari semua hitungan</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Sudah ditinjau</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Ditandai</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellReasons</name>
    <message>
        <source>Follows when the cells are classified…</source>
        <translation>Tampil setelah sel diklasifikasikan…</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>Menanyai model…</translation>
    </message>
    <message>
        <source>Choose the model that classified this cell.</source>
        <translation>Pilih model yang mengklasifikasikan sel ini.</translation>
    </message>
    <message>
        <source>Another model classified this cell. Choose that one to see its reasons.</source>
        <translation>Sel ini diklasifikasikan oleh model lain. Pilih model itu untuk melihat alasannya.</translation>
    </message>
    <message>
        <source>Nothing in the picture speaks for %1.</source>
        <translation>Tidak ada bagian gambar yang mendukung %1.</translation>
    </message>
    <message>
        <source>Yellow speaks the most for %1.</source>
        <translation>Bagian kuning paling mendukung %1.</translation>
    </message>
    <message>
        <source>Yellow speaks the most for %1, as the chosen fold alone sees it.</source>
        <translation>Bagian kuning paling mendukung %1, menurut fold yang dipilih saja.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CellsPage</name>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Whose cells are shown</source>
        <translation>Subjek yang selnya ditampilkan</translation>
    </message>
    <message>
        <source>Which cells</source>
        <translation>Sel mana</translation>
    </message>
    <message>
        <source>Which cells are shown</source>
        <translation>Sel mana yang ditampilkan</translation>
    </message>
    <message>
        <source>Unlike others first</source>
        <translation>Paling menyimpang dulu</translation>
    </message>
    <message>
        <source>Begin with cells whose size, sharpness or colour is far from all others&apos;</source>
        <translation>Mulai dari sel yang ukuran, ketajaman, atau warnanya jauh berbeda dari semua sel lain</translation>
    </message>
    <message>
        <source>Label as</source>
        <translation>Ubah label</translation>
    </message>
    <message>
        <source>Give the selected cells another label; the original one is kept (keys 1 to 9)</source>
        <translation>Beri label lain pada sel yang dipilih; label asli tetap disimpan (tombol 1 sampai 9)</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Abaikan</translation>
    </message>
    <message>
        <source>Do not train or test on the selected cells; the files stay (Delete)</source>
        <translation>Jangan melatih atau menguji dengan sel yang dipilih; berkasnya tetap ada (Delete)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Pulihkan</translation>
    </message>
    <message>
        <source>Give the selected cells back the label that their folder says</source>
        <translation>Kembalikan label sel yang dipilih sesuai nama foldernya</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>No such cells</source>
        <translation>Tidak ada sel seperti itu</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Semua subjek</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Semua sel</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Semua kelas</translation>
    </message>
    <message>
        <source>Relabelled</source>
        <translation>Label diubah</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Diabaikan</translation>
    </message>
    <message>
        <source>Label as %1</source>
        <translation>Ubah label menjadi %1</translation>
    </message>
    <message>
        <source>Reason, for the record of the run:</source>
        <translation>Alasan, untuk catatan pelatihan:</translation>
    </message>
    <message>
        <source>wrong label</source>
        <translation>label salah</translation>
    </message>
    <message>
        <source>reviewed by a second person</source>
        <translation>ditinjau oleh orang kedua</translation>
    </message>
    <message>
        <source>other cell type</source>
        <translation>jenis sel lain</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Ubah label</translation>
    </message>
    <message numerus="yes">
        <source>Leave out %Ln cell(s)</source>
        <translation>
            <numerusform>Abaikan %Ln sel</numerusform>
        </translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>buram</translation>
    </message>
    <message>
        <source>not one whole cell</source>
        <translation>bukan satu sel utuh</translation>
    </message>
    <message>
        <source>label not certain</source>
        <translation>label tidak pasti</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>duplikat</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassNaming</name>
    <message>
        <source>Name its classes, to classify with it</source>
        <translation>Beri nama kelasnya agar model ini dapat dipakai untuk klasifikasi</translation>
    </message>
    <message>
        <source>Ask who made the file for the order of the classes: nothing in it tells</source>
        <translation>Tanyakan urutan kelas kepada pembuat berkas: isi berkas tidak menyebutkannya</translation>
    </message>
    <message>
        <source>Leave the last layer out: only a starting point for training</source>
        <translation>Buang lapisan terakhir: hanya sebagai titik awal pelatihan</translation>
    </message>
    <message>
        <source>The layers before it are kept; training gives a new last layer</source>
        <translation>Lapisan sebelumnya dipertahankan; pelatihan memberi lapisan terakhir yang baru</translation>
    </message>
    <message>
        <source>None of them is a leukemic blast</source>
        <translation>Tidak ada yang berarti blas leukemia</translation>
    </message>
    <message>
        <source>Output %1</source>
        <translation>Keluaran %1</translation>
    </message>
    <message>
        <source>name of the class</source>
        <translation>nama kelas</translation>
    </message>
    <message>
        <source>Name of the class that this output stands for, e.g. all or hem</source>
        <translation>Nama kelas yang diwakili keluaran ini, mis. all atau hem</translation>
    </message>
    <message>
        <source>is the blast</source>
        <translation>adalah blas</translation>
    </message>
    <message>
        <source>This class is the leukemic blast</source>
        <translation>Kelas ini adalah blas leukemia</translation>
    </message>
    <message>
        <source>%1 is the blast</source>
        <translation>%1 adalah blas</translation>
    </message>
    <message>
        <source>Give each output the name of its class.</source>
        <translation>Beri setiap keluaran nama kelasnya.</translation>
    </message>
    <message>
        <source>Two classes cannot have the same name: %1.</source>
        <translation>Dua kelas tidak boleh bernama sama: %1.</translation>
    </message>
    <message>
        <source>Say which class is the leukemic blast, or that none is.</source>
        <translation>Tentukan kelas mana yang merupakan blas leukemia, atau nyatakan bahwa tidak ada.</translation>
    </message>
    <message>
        <source>“%1” means leukemic blast: mark it, or give the class another name.</source>
        <translation>“%1” berarti blas leukemia: tandai kelas ini sebagai blas, atau beri nama lain.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifyProgress</name>
    <message>
        <source>Progress of classifying</source>
        <translation>Kemajuan klasifikasi</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Stop classifying; cells classified so far stay</source>
        <translation>Hentikan klasifikasi; sel yang sudah diklasifikasikan tetap ada</translation>
    </message>
    <message>
        <source>Classifying cells</source>
        <translation>Mengklasifikasikan sel</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 dari %3</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>sisa %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifySession</name>
    <message>
        <source>Opening the case</source>
        <translation>Membuka kasus</translation>
    </message>
    <message>
        <source>The case could not be opened.</source>
        <translation>Kasus tidak dapat dibuka.</translation>
    </message>
    <message>
        <source>Reading the list of cases</source>
        <translation>Membaca daftar kasus</translation>
    </message>
    <message>
        <source>The list of cases could not be read.</source>
        <translation>Daftar kasus tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Memuat model</translation>
    </message>
    <message>
        <source>Stopped. Cells classified so far: %1. Drop the rest again to go on.</source>
        <translation>Dihentikan. Sel yang sudah diklasifikasikan: %1. Lepaskan lagi sisanya untuk melanjutkan.</translation>
    </message>
    <message>
        <source>The colours of these pictures differ from those that the model was trained on. Look at the answers before you trust them.</source>
        <translation>Warna gambar ini berbeda dari warna gambar yang dipakai untuk melatih model. Periksa jawabannya sebelum memercayainya.</translation>
    </message>
    <message>
        <source>The colours of these pictures are foreign to the model: another stain, camera or cut. Its answers may be wrong.</source>
        <translation>Warna gambar ini asing bagi model: pewarnaan, kamera, atau potongannya berbeda. Jawabannya mungkin salah.</translation>
    </message>
    <message>
        <source>The last change could not be saved and was taken back. Shown is what the case file holds.</source>
        <translation>Perubahan terakhir tidak dapat disimpan dan telah dibatalkan. Yang ditampilkan adalah isi berkas kasus.</translation>
    </message>
    <message>
        <source>Explaining an answer</source>
        <translation>Menjelaskan jawaban</translation>
    </message>
    <message>
        <source>The case is being opened. Try again in a moment.</source>
        <translation>Kasus sedang dibuka. Coba lagi sebentar lagi.</translation>
    </message>
    <message>
        <source>Leave or finish the second reading first.</source>
        <translation>Tinggalkan atau selesaikan pembacaan kedua terlebih dahulu.</translation>
    </message>
    <message>
        <source>This case is signed. Reopen it, or open another.</source>
        <translation>Kasus ini sudah ditandatangani. Buka kembali kasus ini, atau buka kasus lain.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere. Open another.</source>
        <translation>Kasus ini sedang diubah di tempat lain. Buka kasus lain.</translation>
    </message>
    <message>
        <source>They are taken in a moment.</source>
        <translation>Gambar akan segera diambil.</translation>
    </message>
    <message>
        <source>They are taken once the second reading is left or finished.</source>
        <translation>Gambar akan diambil setelah pembacaan kedua ditinggalkan atau diselesaikan.</translation>
    </message>
    <message>
        <source>This case is signed: they are taken once it is reopened or another is opened.</source>
        <translation>Kasus ini sudah ditandatangani: gambar akan diambil setelah kasus ini dibuka kembali atau kasus lain dibuka.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere: they are taken once another case is opened.</source>
        <translation>Kasus ini sedang diubah di tempat lain: gambar akan diambil setelah kasus lain dibuka.</translation>
    </message>
    <message>
        <source>They are taken once a model is chosen that can be used.</source>
        <translation>Gambar akan diambil setelah model yang dapat dipakai dipilih.</translation>
    </message>
    <message>
        <source>That is only a link, and this program fetches nothing. Copy the picture itself, or save it and drop the file.</source>
        <translation>Itu hanya tautan, dan program ini tidak mengunduh apa pun. Salin gambarnya, atau simpan gambar lalu lepaskan berkasnya di sini.</translation>
    </message>
    <message>
        <source>Keeping pictures</source>
        <translation>Menyimpan gambar</translation>
    </message>
    <message>
        <source>The picture could not be taken over.</source>
        <translation>Gambar tidak dapat diambil.</translation>
    </message>
    <message>
        <source>Making small pictures</source>
        <translation>Membuat gambar mini</translation>
    </message>
    <message>
        <source>Reading small pictures</source>
        <translation>Membaca gambar mini</translation>
    </message>
    <message>
        <source>Finish or leave the second reading first.</source>
        <translation>Selesaikan atau tinggalkan pembacaan kedua terlebih dahulu.</translation>
    </message>
    <message>
        <source>This case is signed. Reopen it to change it.</source>
        <translation>Kasus ini sudah ditandatangani. Buka kembali untuk mengubahnya.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere. You can view it here, but not change it.</source>
        <translation>Kasus ini sedang diubah di tempat lain. Di sini kasus hanya dapat dilihat, tidak dapat diubah.</translation>
    </message>
    <message>
        <source>Move cell to %1</source>
        <extracomment>%1 is a class</extracomment>
        <translation>Pindahkan sel ke %1</translation>
    </message>
    <message>
        <source>Move %1 cells to %2</source>
        <translation>Pindahkan %1 sel ke %2</translation>
    </message>
    <message>
        <source>The model&apos;s answer is hidden: choose a class by its number.</source>
        <translation>Jawaban model disembunyikan: pilih kelas dengan nomornya.</translation>
    </message>
    <message>
        <source>Confirm cell</source>
        <translation>Konfirmasi sel</translation>
    </message>
    <message>
        <source>Confirm %1 cells</source>
        <translation>Konfirmasi %1 sel</translation>
    </message>
    <message>
        <source>Exclude cell</source>
        <translation>Keluarkan sel dari hitungan</translation>
    </message>
    <message>
        <source>Exclude %1 cells</source>
        <translation>Keluarkan %1 sel dari hitungan</translation>
    </message>
    <message>
        <source>Include cell</source>
        <translation>Ikutkan sel</translation>
    </message>
    <message>
        <source>Include %1 cells</source>
        <translation>Ikutkan %1 sel</translation>
    </message>
    <message>
        <source>A second reading has no marks.</source>
        <translation>Pembacaan kedua tidak memiliki penanda.</translation>
    </message>
    <message>
        <source>Mark cell</source>
        <translation>Tandai sel</translation>
    </message>
    <message>
        <source>Take mark off cell</source>
        <translation>Hapus penanda sel</translation>
    </message>
    <message>
        <source>Mark %1 cells</source>
        <translation>Tandai %1 sel</translation>
    </message>
    <message>
        <source>Take marks off %1 cells</source>
        <translation>Hapus penanda %1 sel</translation>
    </message>
    <message>
        <source>Reading the history</source>
        <translation>Membaca riwayat</translation>
    </message>
    <message>
        <source>Wait until all cells are classified.</source>
        <translation>Tunggu sampai semua sel diklasifikasikan.</translation>
    </message>
    <message>
        <source>This case is being changed elsewhere.</source>
        <translation>Kasus ini sedang diubah di tempat lain.</translation>
    </message>
    <message>
        <source>Only reviewers and administrators sign. Ask one of them.</source>
        <translation>Hanya peninjau dan administrator yang dapat menandatangani. Mintalah kepada salah satu dari mereka.</translation>
    </message>
    <message>
        <source>You have signed this case. The second signature is another person&apos;s.</source>
        <translation>Anda sudah menandatangani kasus ini. Tanda tangan kedua harus dari orang lain.</translation>
    </message>
    <message>
        <source>The case has no cells: there is nothing to sign.</source>
        <translation>Kasus ini tidak berisi sel: tidak ada yang dapat ditandatangani.</translation>
    </message>
    <message>
        <source>Cells in Unidentified that nobody has reviewed: %1. Decide or confirm them first.</source>
        <translation>Sel di Tidak teridentifikasi yang belum ditinjau: %1. Putuskan atau konfirmasi sel itu terlebih dahulu.</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Menandatangani</translation>
    </message>
    <message>
        <source>The case could not be signed.</source>
        <translation>Kasus tidak dapat ditandatangani.</translation>
    </message>
    <message>
        <source>Reopening</source>
        <translation>Membuka kembali</translation>
    </message>
    <message>
        <source>The case could not be reopened.</source>
        <translation>Kasus tidak dapat dibuka kembali.</translation>
    </message>
    <message>
        <source>Opening the second reading</source>
        <translation>Membuka pembacaan kedua</translation>
    </message>
    <message>
        <source>The second reading could not be opened.</source>
        <translation>Pembacaan kedua tidak dapat dibuka.</translation>
    </message>
    <message>
        <source>Finishing the second reading</source>
        <translation>Menyelesaikan pembacaan kedua</translation>
    </message>
    <message>
        <source>The second reading could not be finished.</source>
        <translation>Pembacaan kedua tidak dapat diselesaikan.</translation>
    </message>
    <message>
        <source>The second reading is finished. Review → Agreement compares it.</source>
        <translation>Pembacaan kedua selesai. Bandingkan melalui Tinjau → Kesesuaian.</translation>
    </message>
    <message>
        <source>Finding images</source>
        <translation>Mencari gambar</translation>
    </message>
    <message>
        <source>No picture was found there. BMP, PNG, JPEG, TIFF and WebP files are read.</source>
        <translation>Tidak ada gambar di sana. Berkas yang dapat dibaca: BMP, PNG, JPEG, TIFF, dan WebP.</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>Mengklasifikasikan</translation>
    </message>
    <message>
        <source>Whole fields of cells among them: %1. Each is one picture to the model: open them in Slides, where Find cells cuts them into their cells.</source>
        <translation>Di antaranya bidang pandang utuh berisi banyak sel: %1. Bagi model, masing-masing hanyalah satu gambar: buka di Preparat; Cari sel akan memotongnya menjadi sel satu per satu.</translation>
    </message>
    <message>
        <source>Classifying broke off. Cells classified so far: %1.</source>
        <translation>Klasifikasi terputus. Sel yang sudah diklasifikasikan: %1.</translation>
    </message>
    <message>
        <source>Remove cell</source>
        <translation>Hapus sel</translation>
    </message>
    <message>
        <source>Remove %1 cells</source>
        <translation>Hapus %1 sel</translation>
    </message>
    <message>
        <source>This is the sample case: they are taken once a case of your own is open.</source>
        <translation>Ini kasus contoh: gambar diambil begitu kasus Anda sendiri terbuka.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ClassifyWorkspace</name>
    <message>
        <source>Classify</source>
        <translation>Klasifikasi</translation>
    </message>
    <message>
        <source>Drop to classify</source>
        <translation>Lepaskan untuk mengklasifikasikan</translation>
    </message>
    <message>
        <source>Drop cell images or a folder here</source>
        <translation>Lepaskan gambar sel atau folder di sini</translation>
    </message>
    <message>
        <source>Each picture holds one white blood cell (BMP, PNG, JPEG, TIFF or WebP). It is classified on this computer and appears as a card you can correct.</source>
        <translation>Setiap gambar berisi satu sel darah putih (BMP, PNG, JPEG, TIFF, atau WebP). Sel diklasifikasikan di komputer ini dan tampil sebagai kartu yang dapat Anda koreksi.</translation>
    </message>
    <message>
        <source>Add images…</source>
        <translation>Tambah gambar…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Tambah folder…</translation>
    </message>
    <message>
        <source>Choose model…</source>
        <translation>Pilih model…</translation>
    </message>
    <message>
        <source>Try demonstration cells</source>
        <translation>Coba sel demonstrasi</translation>
    </message>
    <message>
        <source>Make labelled cells drawn by the program, to train and classify with</source>
        <translation>Buat sel berlabel yang digambar oleh program, untuk pelatihan dan klasifikasi</translation>
    </message>
    <message>
        <source>Leave the second reading first, then open another case.</source>
        <translation>Tinggalkan pembacaan kedua terlebih dahulu, lalu buka kasus lain.</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Tambah gambar</translation>
    </message>
    <message>
        <source>Images (*.bmp *.png *.jpg *.jpeg *.tif *.tiff *.webp);;All files (*)</source>
        <translation>Gambar (*.bmp *.png *.jpg *.jpeg *.tif *.tiff *.webp);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Tambah folder berisi gambar</translation>
    </message>
    <message>
        <source>Watch a folder that a camera program saves into</source>
        <translation>Pantau folder tempat program kamera menyimpan gambar</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard.</source>
        <translation>Tidak ada gambar di papan klip.</translation>
    </message>
    <message>
        <source>Reading the case</source>
        <translation>Membaca kasus</translation>
    </message>
    <message>
        <source>The report could not be made.</source>
        <translation>Laporan tidak dapat dibuat.</translation>
    </message>
    <message>
        <source>Every cell is reviewed.</source>
        <translation>Semua sel sudah ditinjau.</translation>
    </message>
    <message>
        <source>Every cell that is shown is reviewed.</source>
        <translation>Semua sel yang ditampilkan sudah ditinjau.</translation>
    </message>
    <message>
        <source>Select the cell that the others are to be compared with.</source>
        <translation>Pilih sel yang akan menjadi pembanding bagi sel lain.</translation>
    </message>
    <message>
        <source>This cell cannot be compared: the model kept no vector of it.</source>
        <translation>Sel ini tidak dapat dibandingkan: model tidak menyimpan vektornya.</translation>
    </message>
    <message>
        <source>Comparing readers</source>
        <translation>Membandingkan pembaca</translation>
    </message>
    <message>
        <source>The readers could not be compared.</source>
        <translation>Pembaca tidak dapat dibandingkan.</translation>
    </message>
    <message>
        <source>Writing the list of reviewed cells</source>
        <translation>Menulis daftar sel yang sudah ditinjau</translation>
    </message>
    <message>
        <source>The list of reviewed cells could not be written.</source>
        <translation>Daftar sel yang sudah ditinjau tidak dapat ditulis.</translation>
    </message>
    <message>
        <source>Choose image files</source>
        <translation>Pilih berkas gambar</translation>
    </message>
    <message>
        <source>Choose a folder of images</source>
        <translation>Pilih folder gambar</translation>
    </message>
    <message>
        <source>Open the list of models</source>
        <translation>Buka daftar model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ColumnDialog</name>
    <message>
        <source>Columns of the table</source>
        <translation>Kolom tabel</translation>
    </message>
    <message>
        <source>Which column says what?</source>
        <translation>Kolom mana berisi apa?</translation>
    </message>
    <message>
        <source>Open table</source>
        <translation>Buka tabel</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Pilih…</translation>
    </message>
    <message>
        <source>No column says it</source>
        <translation>Tidak ada kolomnya</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>The file of the picture; its path counts from the table&apos;s folder</source>
        <translation>Berkas gambar; lokasinya dihitung dari folder tabel</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>What the cell is, e.g. blast or normal</source>
        <translation>Jenis sel tersebut, mis. blas atau normal</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Whose cell it is; without it, patients cannot be kept apart in training and test</source>
        <translation>Pemilik sel; tanpa kolom ini, pasien tidak dapat dipisahkan antara bagian latih dan uji</translation>
    </message>
    <message>
        <source>First rows of the table</source>
        <translation>Baris pertama tabel</translation>
    </message>
    <message>
        <source>Refused: personal</source>
        <translation>Ditolak: data pribadi</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>Tidak disimpan</translation>
    </message>
    <message>
        <source>Fact, as text</source>
        <translation>Data, sebagai teks</translation>
    </message>
    <message>
        <source>Fact: %1</source>
        <translation>Data: %1</translation>
    </message>
    <message>
        <source>Choose the column that names the picture.</source>
        <translation>Pilih kolom yang menyebutkan gambar.</translation>
    </message>
    <message>
        <source>Choose the column that says the class.</source>
        <translation>Pilih kolom yang menyebutkan kelas.</translation>
    </message>
    <message>
        <source>The column “%1” cannot say two things. Choose another one.</source>
        <translation>Kolom “%1” tidak dapat berisi dua hal. Pilih kolom lain.</translation>
    </message>
    <message>
        <source>The table has no whole row below its header.</source>
        <translation>Tabel tidak memiliki baris lengkap di bawah baris judul.</translation>
    </message>
    <message>
        <source>Without a subject, pictures of one patient may be in training and in test, and further columns are facts of nobody.</source>
        <translation>Tanpa subjek, gambar satu pasien dapat berada di bagian latih dan uji sekaligus, dan kolom lainnya menjadi data tanpa pemilik.</translation>
    </message>
    <message>
        <source>The column of the subject names a person. Use pseudonyms.</source>
        <translation>Kolom subjek memuat nama orang. Gunakan pseudonim.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Names or traces a person, so it is not kept: %1.</source>
        <translation>Menyebut atau mengungkap identitas seseorang sehingga tidak disimpan: %1.</translation>
    </message>
    <message>
        <source>Names or traces a person; it is not kept. Take it out of the table, and use pseudonyms and ages.</source>
        <translation>Menyebut atau mengungkap identitas seseorang; tidak disimpan. Hapus kolom ini dari tabel, dan gunakan pseudonim dan usia.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparePage</name>
    <message>
        <source>Nothing to compare with yet</source>
        <translation>Belum ada pembanding</translation>
    </message>
    <message>
        <source>Choose another run that was tested on the same subjects: figures are compared person by person.</source>
        <translation>Pilih pelatihan lain yang diuji pada subjek yang sama: metrik dibandingkan subjek demi subjek.</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Bandingkan dengan…</translation>
    </message>
    <message>
        <source>Choose the folder of another run</source>
        <translation>Pilih folder pelatihan lain</translation>
    </message>
    <message>
        <source>End comparison</source>
        <translation>Akhiri perbandingan</translation>
    </message>
    <message>
        <source>Take the other run&apos;s curves and figures away</source>
        <translation>Hapus kurva dan metrik pelatihan lain dari tampilan</translation>
    </message>
    <message>
        <source>Figures over what both runs tested</source>
        <translation>Metrik atas data yang diuji pada kedua pelatihan</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Pengaturan yang berbeda</translation>
    </message>
    <message>
        <source>The settings are the same.</source>
        <translation>Pengaturannya sama.</translation>
    </message>
    <message>
        <source>%1 (A) and %2 (B)</source>
        <translation>%1 (A) dan %2 (B)</translation>
    </message>
    <message>
        <source>The runs were not tested on the same: %L1 are only in A, %L2 only in B. All figures below are of the %L3 that are in both, and may differ from those under Overview.</source>
        <translation>Kedua pelatihan tidak diuji pada data yang sama: %L1 hanya ada di A, %L2 hanya di B. Semua metrik di bawah berlaku untuk %L3 yang ada di keduanya, dan dapat berbeda dari metrik di Ikhtisar.</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Of the difference, by paired bootstrap</source>
        <translation>Untuk selisihnya, dengan bootstrap berpasangan</translation>
    </message>
    <message>
        <source>Two-sided, of no difference. Not corrected for comparing many figures</source>
        <translation>Dua sisi, untuk hipotesis tanpa perbedaan. Tidak dikoreksi untuk perbandingan banyak metrik</translation>
    </message>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln subject(s) that both runs tested. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Bootstrap berpasangan atas %Ln subjek yang diuji pada kedua pelatihan. Selisih dicetak tebal bila intervalnya tidak mencakup 0.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paired bootstrap over %Ln image(s) that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.</source>
        <translation>
            <numerusform>Bootstrap berpasangan atas %Ln gambar yang diuji pada kedua pelatihan, karena tidak ada subjek yang diketahui. Selisih dicetak tebal bila intervalnya tidak mencakup 0.</numerusform>
        </translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Pengaturan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparePanel</name>
    <message>
        <source>A comparison needs two sessions: this patient has fewer.</source>
        <translation>Perbandingan memerlukan dua sesi: sesi pasien ini kurang dari dua.</translation>
    </message>
    <message>
        <source>Comparison of two sessions</source>
        <translation>Perbandingan dua sesi</translation>
    </message>
    <message>
        <source>Shares are of the identified cells, with 95 % Wilson intervals: counting error only. A difference within both intervals may be chance.</source>
        <translation>Proporsi dihitung dari sel teridentifikasi, dengan interval Wilson 95 %: hanya galat hitung. Perbedaan di dalam kedua interval bisa saja kebetulan.</translation>
    </message>
    <message>
        <source>First session</source>
        <translation>Sesi pertama</translation>
    </message>
    <message>
        <source>with</source>
        <translation>dengan</translation>
    </message>
    <message>
        <source>Second session</source>
        <translation>Sesi kedua</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Identified cells</source>
        <translation>Sel teridentifikasi</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>Cells
%1</source>
        <translation>Sel
%1</translation>
    </message>
    <message>
        <source>Share (95 % interval)
%1</source>
        <translation>Proporsi (interval 95 %)
%1</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Membaca sel</translation>
    </message>
    <message>
        <source>The cells of a session could not be read.</source>
        <translation>Sel dari salah satu sesi tidak dapat dibaca.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonChooser</name>
    <message>
        <source>Compare models on the same cells</source>
        <translation>Bandingkan model pada sel yang sama</translation>
    </message>
    <message>
        <source>Each network is trained and tested over the same split, one after another; then one table has all of them, with intervals. It can be stopped and goes on where it was. One that fails is shown with its reason and does not stop the others.</source>
        <translation>Setiap jaringan dilatih dan diuji dengan pembagian yang sama, satu demi satu; setelah itu semuanya disajikan dalam satu tabel beserta intervalnya. Perbandingan dapat dihentikan dan dilanjutkan dari posisi terakhir. Jaringan yang gagal ditampilkan dengan alasannya dan tidak menghentikan yang lain.</translation>
    </message>
    <message>
        <source>Settings of all</source>
        <translation>Pengaturan untuk semua</translation>
    </message>
    <message>
        <source>They are those of the training form. A network whose usual input has another size gets its own unless you chose one, and one without batch norm a lower learning rate.</source>
        <translation>Pengaturannya sama dengan di formulir pelatihan. Jaringan yang ukuran masukan lazimnya berbeda memakai ukurannya sendiri, kecuali Anda telah memilih ukuran, dan jaringan tanpa batch norm memakai laju belajar yang lebih rendah.</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Jaringan</translation>
    </message>
    <message>
        <source>On the command line: %1</source>
        <translation>Di baris perintah: %1</translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation>Bobot awal</translation>
    </message>
    <message>
        <source>Every network is trained from random weights. For each file here, such as ImageNet&apos;s, the networks that it fits get a row more; the table says which row started from what.</source>
        <translation>Setiap jaringan dilatih dari bobot acak. Untuk setiap berkas di sini, misalnya bobot ImageNet, jaringan yang cocok mendapat satu baris tambahan; tabel menunjukkan bobot awal setiap baris.</translation>
    </message>
    <message>
        <source>No file: random weights alone</source>
        <translation>Tanpa berkas: hanya bobot acak</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Tambah…</translation>
    </message>
    <message>
        <source>Choose a file of weights: .leukomodel, .pth or .safetensors</source>
        <translation>Pilih berkas bobot: .leukomodel, .pth, atau .safetensors</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Take the chosen file off the list</source>
        <translation>Hapus berkas yang dipilih dari daftar</translation>
    </message>
    <message>
        <source>Start the comparison</source>
        <translation>Mulai perbandingan</translation>
    </message>
    <message>
        <source>Open comparison…</source>
        <translation>Buka perbandingan…</translation>
    </message>
    <message>
        <source>Show a comparison of an earlier time, and go on with it where it was stopped</source>
        <translation>Tampilkan perbandingan terdahulu, dan lanjutkan dari posisi terakhirnya</translation>
    </message>
    <message>
        <source>Weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Bobot (*.leukomodel *.pth *.pt *.safetensors);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Tick two networks at least.</source>
        <translation>Centang sedikitnya dua jaringan.</translation>
    </message>
    <message>
        <source>Train and test them one after another, in the background</source>
        <translation>Latih dan uji satu demi satu, di latar belakang</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonSession</name>
    <message>
        <source>The comparison failed</source>
        <translation>Perbandingan gagal</translation>
    </message>
    <message>
        <source>Comparing models</source>
        <translation>Membandingkan model</translation>
    </message>
    <message>
        <source>Opening a comparison</source>
        <translation>Membuka perbandingan</translation>
    </message>
    <message>
        <source>The comparison could not be opened</source>
        <translation>Perbandingan tidak dapat dibuka</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ComparisonView</name>
    <message>
        <source>Comparison of models</source>
        <translation>Perbandingan model</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Train what is missing; rows that failed are tried again</source>
        <translation>Latih yang belum ada; baris yang gagal dicoba lagi</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Evaluasi</translation>
    </message>
    <message>
        <source>Export table…</source>
        <translation>Ekspor tabel…</translation>
    </message>
    <message>
        <source>Save the table as CSV, for a spreadsheet</source>
        <translation>Simpan tabel sebagai CSV, untuk lembar kerja</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Laporan…</translation>
    </message>
    <message>
        <source>Save the table as PDF</source>
        <translation>Simpan tabel sebagai PDF</translation>
    </message>
    <message>
        <source>Open comparison…</source>
        <translation>Buka perbandingan…</translation>
    </message>
    <message>
        <source>Show a comparison of an earlier time, and go on with it where it was stopped</source>
        <translation>Tampilkan perbandingan terdahulu, dan lanjutkan dari posisi terakhirnya</translation>
    </message>
    <message>
        <source>New comparison</source>
        <translation>Perbandingan baru</translation>
    </message>
    <message>
        <source>Choose networks for another one; this one stays in its folder</source>
        <translation>Pilih jaringan untuk perbandingan lain; yang ini tetap ada di foldernya</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Bobot awal</translation>
    </message>
    <message>
        <source>Random weights, ImageNet&apos;s as torchvision publishes them, or another file</source>
        <translation>Bobot acak, bobot ImageNet sebagaimana diterbitkan torchvision, atau berkas lain</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Seconds
an epoch</source>
        <translation>Detik
per epoch</translation>
    </message>
    <message>
        <source>Images
a second</source>
        <translation>Gambar
per detik</translation>
    </message>
    <message>
        <source>Accuracy less
InceptionV3</source>
        <translation>Akurasi minus
InceptionV3</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publikasi</translation>
    </message>
    <message>
        <source>Numbers that are trained and answer</source>
        <translation>Banyaknya bilangan yang dilatih dan dipakai untuk menjawab</translation>
    </message>
    <message>
        <source>Mean of all epochs and folds; of a fitted classifier the whole fit</source>
        <translation>Rata-rata semua epoch dan fold; untuk pengklasifikasi yang disesuaikan, seluruh proses penyesuaian</translation>
    </message>
    <message>
        <source>Answers of the first fold&apos;s model on the computer that trained it</source>
        <translation>Jawaban model fold pertama di komputer yang melatihnya</translation>
    </message>
    <message>
        <source>Of the same subjects, by paired bootstrap. Bold where the interval leaves out 0</source>
        <translation>Pada subjek yang sama, dengan bootstrap berpasangan. Tebal bila intervalnya tidak mencakup 0</translation>
    </message>
    <message>
        <source>Two-sided, of no difference. Not corrected for comparing many models</source>
        <translation>Dua sisi, untuk hipotesis tanpa perbedaan. Tidak dikoreksi untuk perbandingan banyak model</translation>
    </message>
    <message>
        <source>By the authors, on their data: point at a figure to read on which</source>
        <translation>Menurut penulisnya, pada data mereka: arahkan penunjuk ke angka untuk membaca datanya</translation>
    </message>
    <message>
        <source>Input %1 px, learning rate %2</source>
        <translation>Masukan %1 px, laju belajar %2</translation>
    </message>
    <message>
        <source>computed now</source>
        <translation>sedang dihitung</translation>
    </message>
    <message>
        <source>trained now</source>
        <translation>sedang dilatih</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gagal</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>menunggu</translation>
    </message>
    <message>
        <source>On %1, %2</source>
        <translation>Pada %1, %2</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 gagal: %2</translation>
    </message>
    <message>
        <source>Open the chosen row&apos;s run in Evaluate</source>
        <translation>Buka pelatihan dari baris yang dipilih di Evaluasi</translation>
    </message>
    <message>
        <source>Choose a row that is done, to open its run in Evaluate</source>
        <translation>Pilih baris yang sudah selesai untuk membuka pelatihannya di Evaluasi</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ConflictStrip</name>
    <message>
        <source>Take theirs</source>
        <translation>Pakai versi lain</translation>
    </message>
    <message>
        <source>Leave what the other person wrote</source>
        <translation>Biarkan yang ditulis orang lain</translation>
    </message>
    <message>
        <source>Write mine</source>
        <translation>Tulis versi saya</translation>
    </message>
    <message>
        <source>Write your value in its place; both stand in the audit trail</source>
        <translation>Tulis nilai Anda sebagai gantinya; keduanya tercatat dalam jejak audit</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours: %2</source>
        <translation>Sementara itu orang lain telah mengubah data ini, dan perubahannya tidak ditimpa.
Versi lain: %1
Versi Anda: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ConfusionPage</name>
    <message>
        <source>Counts</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>Of the true class</source>
        <translation>Dari kelas sebenarnya</translation>
    </message>
    <message>
        <source>Of what is called so</source>
        <translation>Dari kelas prediksi</translation>
    </message>
    <message>
        <source>Click a field to see its cells</source>
        <translation>Klik petak untuk melihat selnya</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>Kelas sebenarnya</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Prediksi</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Whose cells are shown</source>
        <translation>Subjek yang selnya ditampilkan</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Hanya kesalahan</translation>
    </message>
    <message>
        <source>any</source>
        <translation>semua</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Semua subjek</translation>
    </message>
    <message>
        <source>Subject %1</source>
        <translation>Subjek %1</translation>
    </message>
    <message>
        <source>%1 called %2</source>
        <translation>%1 diprediksi %2</translation>
    </message>
    <message>
        <source>Called %1</source>
        <translation>Diprediksi %1</translation>
    </message>
    <message>
        <source>All errors</source>
        <translation>Semua kesalahan</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Semua sel</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CopyStoreDialog</name>
    <message>
        <source>Copy to server</source>
        <translation>Salin ke server</translation>
    </message>
    <message>
        <source>All patients with their sessions, cells and facts and the whole audit trail are copied into an empty database, and the copy is checked. Pictures stay where they are.</source>
        <translation>Semua pasien beserta sesi, sel, dan datanya serta seluruh jejak audit disalin ke basis data kosong, lalu salinannya diperiksa. Gambar tetap di tempatnya.</translation>
    </message>
    <message>
        <source>Address of the database</source>
        <translation>Alamat basis data</translation>
    </message>
    <message>
        <source>An empty database that whoever looks after the server has made</source>
        <translation>Basis data kosong yang telah dibuat oleh pengelola server</translation>
    </message>
    <message>
        <source>Where the server asks for one</source>
        <translation>Bila server memintanya</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>Password of this user on the server; it is written nowhere</source>
        <translation>Kata sandi pengguna ini di server; tidak disimpan di mana pun</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Basis data</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Copying the case store</source>
        <translation>Menyalin penyimpanan kasus</translation>
    </message>
    <message>
        <source>Stopped. Nothing was left in that database.</source>
        <translation>Dihentikan. Tidak ada yang tertinggal di basis data itu.</translation>
    </message>
    <message>
        <source>That database holds cases already, and none of them was touched. Choose an empty one.</source>
        <translation>Basis data itu sudah berisi kasus, dan tidak satu pun diubah. Pilih basis data kosong.</translation>
    </message>
    <message>
        <source>%1. Type the password above, or check the user name in the address.</source>
        <extracomment>%1: what the server said</extracomment>
        <translation>%1. Ketik kata sandi di atas, atau periksa nama pengguna dalam alamat.</translation>
    </message>
    <message>
        <source>The case store was copied to %1, and the copy was checked. What is changed here from now on is not in it: to go on there, the program is closed and started again.</source>
        <translation>Penyimpanan kasus telah disalin ke %1, dan salinannya telah diperiksa. Perubahan di sini mulai sekarang tidak masuk ke salinan itu: untuk melanjutkan di sana, program ditutup dan dijalankan lagi.</translation>
    </message>
    <message>
        <source>Use the copy and close</source>
        <translation>Pakai salinan dan tutup</translation>
    </message>
    <message>
        <source>The copy becomes the case store of this program; the file stays as it is</source>
        <translation>Salinan itu menjadi penyimpanan kasus program ini; berkasnya tetap seperti semula</translation>
    </message>
    <message>
        <source>Keep the present store</source>
        <translation>Tetap pakai yang sekarang</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CourseChart</name>
    <message>
        <source>Day since the start of treatment</source>
        <translation>Hari sejak awal pengobatan</translation>
    </message>
    <message>
        <source>Date of the sample</source>
        <translation>Tanggal sampel</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blas</translation>
    </message>
    <message>
        <source>Blasts among the identified cells, with 95 % intervals of the count</source>
        <translation>Blas di antara sel teridentifikasi, dengan interval hitung 95 %</translation>
    </message>
    <message>
        <source>Click a point to choose its session</source>
        <translation>Klik titik untuk memilih sesinya</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurveLegend</name>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validasi</translation>
    </message>
    <message>
        <source>training</source>
        <translation>pelatihan</translation>
    </message>
    <message>
        <source>best epoch</source>
        <translation>epoch terbaik</translation>
    </message>
    <message>
        <source>patience</source>
        <translation>patience</translation>
    </message>
    <message>
        <source>mean ± sd of validation</source>
        <translation>rerata ± SD validasi</translation>
    </message>
    <message>
        <source>Legend: %1</source>
        <translation>Legenda: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurveLegendEntry</name>
    <message>
        <source>Hide or show %1 (click, or the space bar)</source>
        <translation>Sembunyikan atau tampilkan %1 (klik, atau bilah spasi)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvePlot</name>
    <message>
        <source>Accuracy for each epoch</source>
        <translation>Akurasi per epoch</translation>
    </message>
    <message>
        <source>Loss for each epoch</source>
        <translation>Loss per epoch</translation>
    </message>
    <message>
        <source>Wheel or + and − zoom, dragging or the arrow keys move, a double click or Home shows everything</source>
        <translation>Roda tetikus atau + dan − untuk zoom, seret atau tombol panah untuk menggeser, klik ganda atau Home untuk menampilkan semuanya</translation>
    </message>
    <message>
        <source>Fold %1: validation %2, training %3</source>
        <translation>Fold %1: validasi %2, pelatihan %3</translation>
    </message>
    <message>
        <source>Mean of validation: %1 ± %2</source>
        <translation>Rerata validasi: %1 ± %2</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Epoch %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvesPage</name>
    <message>
        <source>Click or drag along the curve to move the threshold</source>
        <translation>Klik atau seret di sepanjang kurva untuk menggeser nilai ambang</translation>
    </message>
    <message>
        <source>These classes have none that counts as positive (a blast class), so there is no curve and no threshold. The figures of each class against the others are under Overview.</source>
        <translation>Tidak satu pun kelas ini dihitung sebagai positif (kelas blas) sehingga tidak ada kurva dan nilai ambang. Metrik setiap kelas terhadap kelas lainnya ada di Ikhtisar.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Nilai ambang</translation>
    </message>
    <message>
        <source>A cell is called positive from this probability on, as the network gives it, without temperature. To try out only: it is not saved.</source>
        <translation>Sel dinyatakan positif mulai dari probabilitas ini, sebagaimana diberikan jaringan, tanpa temperatur. Hanya untuk mencoba: tidak disimpan.</translation>
    </message>
    <message>
        <source>What follows</source>
        <translation>Hasilnya</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensitivitas</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spesifisitas</translation>
    </message>
    <message>
        <source>Positive predictive value</source>
        <translation>Nilai prediksi positif</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>Nilai prediksi negatif</translation>
    </message>
    <message>
        <source>Prevalence</source>
        <translation>Prevalensi</translation>
    </message>
    <message>
        <source>How many of all cells are positive where the model is used: predictive values depend on it</source>
        <translation>Bagian dari semua sel yang positif di tempat model dipakai: nilai prediksi bergantung padanya</translation>
    </message>
    <message>
        <source>At a prevalence of</source>
        <translation>Pada prevalensi</translation>
    </message>
    <message>
        <source>Lock into the models</source>
        <translation>Kunci ke dalam model</translation>
    </message>
    <message>
        <source>Each fold&apos;s threshold is chosen on its validation subjects, never on the test, and written into its model together with its temperature. It is of probabilities with that temperature: not the same number as the threshold above.</source>
        <translation>Nilai ambang setiap fold dipilih pada subjek validasinya, tidak pernah pada data uji, lalu ditulis ke dalam modelnya bersama temperaturnya. Nilai ini berlaku untuk probabilitas dengan temperatur itu sehingga tidak sama dengan nilai ambang di atas.</translation>
    </message>
    <message>
        <source>Sensitivity at least</source>
        <translation>Sensitivitas minimal</translation>
    </message>
    <message>
        <source>Lock threshold</source>
        <translation>Kunci nilai ambang</translation>
    </message>
    <message>
        <source>Write temperature and threshold into the models of all folds</source>
        <translation>Tulis temperatur dan nilai ambang ke dalam model semua fold</translation>
    </message>
    <message>
        <source>others</source>
        <translation>lainnya</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>diprediksi %1</translation>
    </message>
    <message>
        <source>called other</source>
        <translation>diprediksi lain</translation>
    </message>
    <message>
        <source>Not possible for this run: by the protocol paper its validation cells are the test cells, and a threshold chosen on them would flatter them. Train by a patient-safe protocol.</source>
        <translation>Tidak mungkin untuk pelatihan ini: dalam protokol Makalah, sel validasinya adalah sel uji, dan nilai ambang yang dipilih padanya akan membuat hasilnya tampak terlalu baik. Latih dengan protokol yang memisahkan pasien.</translation>
    </message>
    <message>
        <source>This run did not keep its answers for the validation cells. “Answer anew” makes them from its data.</source>
        <translation>Pelatihan ini tidak menyimpan jawabannya untuk sel validasi. “Jawab ulang” membuatnya dari data pelatihan.</translation>
    </message>
    <message>
        <source>Fold %1: no positive validation cell, no threshold</source>
        <translation>Fold %1: tidak ada sel validasi positif, tidak ada nilai ambang</translation>
    </message>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln subject(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, dipilih pada %Ln subjek; uji: sensitivitas %3, spesifisitas %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fold %1: %2, chosen on %Ln cell(s); test: sensitivity %3, specificity %4</source>
        <translation>
            <numerusform>Fold %1: %2, dipilih pada %Ln sel; uji: sensitivitas %3, spesifisitas %4</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::CurvesPanel</name>
    <message>
        <source>Smoothing</source>
        <translation>Penghalusan</translation>
    </message>
    <message>
        <source>Running mean over the epochs; the curve as it was stays, faint</source>
        <translation>Rerata bergerak sepanjang epoch; kurva aslinya tetap tampak samar</translation>
    </message>
    <message>
        <source>Mean ± sd</source>
        <translation>Rerata ± SD</translation>
    </message>
    <message>
        <source>Mean of the folds&apos; validation, and one standard deviation about it</source>
        <translation>Rerata validasi semua fold, dan satu simpangan baku di sekitarnya</translation>
    </message>
    <message>
        <source>Log axis</source>
        <translation>Sumbu log</translation>
    </message>
    <message>
        <source>A logarithmic axis shows small losses apart</source>
        <translation>Sumbu logaritmik memperjelas perbedaan nilai loss yang kecil</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Atur ulang</translation>
    </message>
    <message>
        <source>Show all epochs and values again (also a double click on a plot)</source>
        <translation>Tampilkan lagi semua epoch dan nilai (atau klik ganda pada grafik)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Bandingkan</translation>
    </message>
    <message>
        <source>Draw earlier runs behind this one</source>
        <translation>Gambarkan pelatihan terdahulu di belakang pelatihan ini</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>Save both plots as a figure, or their numbers</source>
        <translation>Simpan kedua grafik sebagai gambar, atau nilainya</translation>
    </message>
    <message>
        <source>PDF figure…</source>
        <translation>Grafik PDF…</translation>
    </message>
    <message>
        <source>SVG figure…</source>
        <translation>Grafik SVG…</translation>
    </message>
    <message>
        <source>PNG figure…</source>
        <translation>Grafik PNG…</translation>
    </message>
    <message>
        <source>Numbers as CSV…</source>
        <translation>Nilai sebagai CSV…</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Akurasi</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Loss</translation>
    </message>
    <message>
        <source>Add an earlier run…</source>
        <translation>Tambah pelatihan terdahulu…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Hapus %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DataWorkspace</name>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Demonstration cells</source>
        <translation>Sel demonstrasi</translation>
    </message>
    <message>
        <source>Draw labelled cells, nobody&apos;s, and open them</source>
        <translation>Buat sel berlabel yang digambar oleh program, bukan milik siapa pun, lalu buka</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Buka folder…</translation>
    </message>
    <message>
        <source>Open C-NMC or a folder with one subfolder for each class</source>
        <translation>Buka C-NMC atau folder dengan satu subfolder untuk setiap kelas</translation>
    </message>
    <message>
        <source>Open table…</source>
        <translation>Buka tabel…</translation>
    </message>
    <message>
        <source>Open a CSV or TSV file that names each picture, its class and, if known, its subject</source>
        <translation>Buka berkas CSV atau TSV yang menyebutkan setiap gambar, kelasnya, dan, bila diketahui, subjeknya</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Kolom…</translation>
    </message>
    <message>
        <source>Choose which columns of the table name the picture, its class and its subject</source>
        <translation>Pilih kolom tabel yang menyebutkan gambar, kelas, dan subjeknya</translation>
    </message>
    <message>
        <source>No labelled cells are open</source>
        <translation>Tidak ada sel berlabel yang terbuka</translation>
    </message>
    <message>
        <source>Drop a folder here: C-NMC, or one subfolder of images for each class. Or a table (CSV) of pictures and their classes.</source>
        <translation>Lepaskan folder di sini: C-NMC, atau satu subfolder gambar untuk setiap kelas. Bisa juga tabel (CSV) berisi gambar dan kelasnya.</translation>
    </message>
    <message>
        <source>Make demonstration cells</source>
        <translation>Buat sel demonstrasi</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Ikhtisar</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentasi</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikat</translation>
    </message>
    <message>
        <source>Duplicates (%L1)</source>
        <translation>Duplikat (%L1)</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Masalah</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>Tidak ditemukan masalah</translation>
    </message>
    <message>
        <source>The labels could not be changed</source>
        <translation>Label tidak dapat diubah</translation>
    </message>
    <message>
        <source>The facts could not be saved</source>
        <translation>Data subjek tidak dapat disimpan</translation>
    </message>
    <message>
        <source>The facts could not be read</source>
        <translation>Data subjek tidak dapat dibaca</translation>
    </message>
    <message>
        <source>The data could not be opened</source>
        <translation>Data tidak dapat dibuka</translation>
    </message>
    <message>
        <source>The changed labels could not be saved</source>
        <translation>Label yang diubah tidak dapat disimpan</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Folder sel berlabel</translation>
    </message>
    <message>
        <source>Table of labelled cells</source>
        <translation>Tabel sel berlabel</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.tab *.txt)</source>
        <translation>Tabel (*.csv *.tsv *.tab *.txt)</translation>
    </message>
    <message>
        <source>Reading cells</source>
        <translation>Membaca sel</translation>
    </message>
    <message>
        <source>The demonstration cells could not be made</source>
        <translation>Sel demonstrasi tidak dapat dibuat</translation>
    </message>
    <message>
        <source>Problems (%L1)</source>
        <translation>Masalah (%L1)</translation>
    </message>
    <message>
        <source>Loading pictures</source>
        <translation>Memuat gambar</translation>
    </message>
    <message>
        <source>Examples of cells</source>
        <translation>Contoh sel</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DatasetSummary</name>
    <message>
        <source>C-NMC</source>
        <translation>C-NMC</translation>
    </message>
    <message>
        <source>ALL-IDB2</source>
        <translation>ALL-IDB2</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabel</translation>
    </message>
    <message>
        <source>Class and subject folders</source>
        <translation>Folder kelas dan subjek</translation>
    </message>
    <message>
        <source>Class folders</source>
        <translation>Folder kelas</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Susunan</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Masalah</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>tidak diketahui</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DemoTour</name>
    <message>
        <source>Choosing unseen cells</source>
        <translation>Memilih sel yang belum pernah dilihat</translation>
    </message>
    <message>
        <source>The unseen cells could not be chosen</source>
        <translation>Sel yang belum pernah dilihat tidak dapat dipilih</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DifferentialTable</name>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Proporsi</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <extracomment>a range such as 2.2–47.1 %</extracomment>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln identified cell(s); 200 is the usual count.</source>
        <translation>
            <numerusform>Dari %Ln sel teridentifikasi; lazimnya dihitung 200 sel.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicateModel</name>
    <message>
        <source>training and external test</source>
        <translation>bagian latih dan uji eksternal</translation>
    </message>
    <message>
        <source>two classes</source>
        <translation>dua kelas</translation>
    </message>
    <message>
        <source>two subjects</source>
        <translation>dua subjek</translation>
    </message>
    <message>
        <source>one class</source>
        <translation>satu kelas</translation>
    </message>
    <message>
        <source>open</source>
        <translation>belum ada</translation>
    </message>
    <message>
        <source>both kept</source>
        <translation>keduanya dipertahankan</translation>
    </message>
    <message>
        <source>same patient</source>
        <translation>pasien sama</translation>
    </message>
    <message>
        <source>second left out</source>
        <translation>kedua diabaikan</translation>
    </message>
    <message>
        <source>first left out</source>
        <translation>pertama diabaikan</translation>
    </message>
    <message>
        <source>identical</source>
        <translation>identik</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>In training and in test in %Ln fold(s) of the present split</source>
        <translation>
            <numerusform>Ada di bagian latih dan uji pada %Ln fold dari pembagian saat ini</numerusform>
        </translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>Kemiripan</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Pertama</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Kedua</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Ditemukan di</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Keputusan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicatePair</name>
    <message>
        <source>Second picture</source>
        <translation>Gambar kedua</translation>
    </message>
    <message>
        <source>First picture</source>
        <translation>Gambar pertama</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Abaikan</translation>
    </message>
    <message>
        <source>Neither train nor test on the second picture; its file stays (key 2)</source>
        <translation>Jangan melatih atau menguji dengan gambar kedua; berkasnya tetap ada (tombol 2)</translation>
    </message>
    <message>
        <source>Neither train nor test on the first picture; its file stays (key 1)</source>
        <translation>Jangan melatih atau menguji dengan gambar pertama; berkasnya tetap ada (tombol 1)</translation>
    </message>
    <message>
        <source>subject not known</source>
        <translation>subjek tidak diketahui</translation>
    </message>
    <message>
        <source>subject %1</source>
        <translation>subjek %1</translation>
    </message>
    <message>
        <source>external test</source>
        <translation>uji eksternal</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::DuplicatesPage</name>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Look for pictures that are there twice</source>
        <translation>Cari gambar yang ada dua kali</translation>
    </message>
    <message>
        <source>Which pairs</source>
        <translation>Pasangan mana</translation>
    </message>
    <message>
        <source>Which pairs are shown</source>
        <translation>Pasangan mana yang ditampilkan</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>Semua pasangan</translation>
    </message>
    <message>
        <source>Not decided yet</source>
        <translation>Belum diputuskan</translation>
    </message>
    <message>
        <source>In training and test</source>
        <translation>Di bagian latih dan uji</translation>
    </message>
    <message>
        <source>Pairs of pictures that look the same</source>
        <translation>Pasangan gambar yang tampak sama</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Pertahankan keduanya</translation>
    </message>
    <message>
        <source>Both stay as they are; a split that divides them still asks before it trains (key K)</source>
        <translation>Keduanya tetap apa adanya; pembagian yang memisahkannya tetap meminta konfirmasi sebelum pelatihan (tombol K)</translation>
    </message>
    <message>
        <source>Same patient</source>
        <translation>Pasien sama</translation>
    </message>
    <message>
        <source>Both stay, and their subjects are one person: never in two parts of a fold by patient (key P)</source>
        <translation>Keduanya tetap ada, dan subjeknya dianggap satu orang: tidak pernah berada di dua bagian fold dalam pembagian per pasien (tombol P)</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Belum diputuskan</translation>
    </message>
    <message>
        <source>Take the decision back (Backspace)</source>
        <translation>Batalkan keputusan (Backspace)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) of pictures look the same.</source>
        <translation>
            <numerusform>%Ln pasang gambar tampak sama.</numerusform>
        </translation>
    </message>
    <message>
        <source>None is in training and in test of the present split.</source>
        <translation>Tidak ada yang berada di bagian latih sekaligus bagian uji dari pembagian saat ini.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them lie in training and in test of the present split.</source>
        <translation>
            <numerusform>%Ln di antaranya berada di bagian latih sekaligus bagian uji dari pembagian saat ini.</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture is there twice: neither the same file nor the same cell in another size, brightness or file format.</source>
        <translation>Tidak ada gambar yang ada dua kali: tidak ada berkas yang sama, dan tidak ada sel yang sama dengan ukuran, kecerahan, atau format berkas lain.</translation>
    </message>
    <message>
        <source>The search was stopped. Training searches by itself before it begins.</source>
        <translation>Pencarian dihentikan. Pelatihan akan mencari sendiri sebelum dimulai.</translation>
    </message>
    <message>
        <source>No pair is selected</source>
        <translation>Tidak ada pasangan yang dipilih</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s) selected</source>
        <translation>
            <numerusform>%Ln pasangan dipilih</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EditBar</name>
    <message>
        <source>Add images…</source>
        <translation>Tambah gambar…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Tambah folder…</translation>
    </message>
    <message>
        <source>Watch folder…</source>
        <translation>Pantau folder…</translation>
    </message>
    <message>
        <source>Classify pictures as a camera program saves them into a folder</source>
        <translation>Klasifikasikan gambar begitu program kamera menyimpannya ke dalam folder</translation>
    </message>
    <message>
        <source>Next to decide</source>
        <translation>Keputusan berikutnya</translation>
    </message>
    <message>
        <source>Go to the next cell that nobody has decided, the uncertain ones first (Space or N)</source>
        <translation>Ke sel berikutnya yang belum diputuskan, yang tidak pasti lebih dulu (Spasi atau N)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
    <message>
        <source>Show all keys (?)</source>
        <translation>Tampilkan semua tombol (?)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Tinjau</translation>
    </message>
    <message>
        <source>Blinded review, a second reader, and how well they agree</source>
        <translation>Peninjauan tersamar, pembaca kedua, dan kesesuaian keduanya</translation>
    </message>
    <message>
        <source>Blinded</source>
        <translation>Tersamar</translation>
    </message>
    <message>
        <source>Hide the model&apos;s answer to each cell until it is decided</source>
        <translation>Sembunyikan jawaban model untuk setiap sel sampai sel itu diputuskan</translation>
    </message>
    <message>
        <source>Second reader…</source>
        <translation>Pembaca kedua…</translation>
    </message>
    <message>
        <source>Another person decides every cell anew; the case keeps its classes</source>
        <translation>Orang lain memutuskan setiap sel dari awal; kelas dalam kasus tidak berubah</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Kesesuaian</translation>
    </message>
    <message>
        <source>Compare people with the model and with each other (Cohen&apos;s kappa)</source>
        <translation>Bandingkan para pembaca dengan model dan satu sama lain (kappa Cohen)</translation>
    </message>
    <message>
        <source>Use reviewed cells for training</source>
        <translation>Pakai sel yang ditinjau untuk pelatihan</translation>
    </message>
    <message>
        <source>Write a list of the reviewed cells with their classes, to train on</source>
        <translation>Tulis daftar sel yang sudah ditinjau beserta kelasnya, untuk pelatihan</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>Dipilih: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Urungkan: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Ulangi: %1</translation>
    </message>
    <message>
        <source>Add image files to this case</source>
        <translation>Tambahkan berkas gambar ke kasus ini</translation>
    </message>
    <message>
        <source>Add a folder of images to this case</source>
        <translation>Tambahkan folder gambar ke kasus ini</translation>
    </message>
    <message>
        <source>Take the selected cells out of the case</source>
        <translation>Keluarkan sel terpilih dari kasus</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Urungkan perubahan terakhir</translation>
    </message>
    <message>
        <source>Make the change taken back again</source>
        <translation>Ulangi perubahan yang diurungkan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ErrorHelp</name>
    <message>
        <source>Code of this kind of failure</source>
        <translation>Kode jenis kegagalan ini</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>What usually causes this, and what to do</source>
        <translation>Penyebab yang umum dan cara mengatasinya</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EstimateProbe</name>
    <message>
        <source>Counting cells</source>
        <translation>Menghitung sel</translation>
    </message>
    <message>
        <source>Measuring the speed</source>
        <translation>Mengukur kecepatan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EvaluateWorkspace</name>
    <message>
        <source>Evaluate</source>
        <translation>Evaluasi</translation>
    </message>
    <message>
        <source>Answer anew…</source>
        <translation>Jawab ulang…</translation>
    </message>
    <message>
        <source>Let the run&apos;s models answer again for its validation and test cells, from its data</source>
        <translation>Minta model dari pelatihan ini menjawab ulang untuk sel validasi dan sel ujinya, dari data pelatihan</translation>
    </message>
    <message>
        <source>All figures…</source>
        <translation>Semua grafik…</translation>
    </message>
    <message>
        <source>Save every figure as PDF, SVG and PNG, and its numbers as CSV, into a folder</source>
        <translation>Simpan setiap grafik sebagai PDF, SVG, dan PNG, serta nilainya sebagai CSV, ke dalam folder</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Laporan…</translation>
    </message>
    <message>
        <source>Save settings, figures, tables with intervals and curves as PDF</source>
        <translation>Simpan pengaturan, metrik, tabel beserta interval, dan kurva sebagai PDF</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>Buka pelatihan…</translation>
    </message>
    <message>
        <source>No run is open</source>
        <translation>Tidak ada pelatihan yang terbuka</translation>
    </message>
    <message>
        <source>Drop the folder of a training here, or train a network first: its test cells are evaluated with intervals, curves and calibration.</source>
        <translation>Lepaskan folder pelatihan di sini, atau latih jaringan terlebih dahulu: sel ujinya dievaluasi dengan interval, kurva, dan kalibrasi.</translation>
    </message>
    <message>
        <source>Choose the folder of a training</source>
        <translation>Pilih folder pelatihan</translation>
    </message>
    <message>
        <source>Train a network</source>
        <translation>Latih jaringan</translation>
    </message>
    <message>
        <source>Go to Train; demonstration cells are offered there</source>
        <translation>Buka Latih; sel demonstrasi tersedia di sana</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Ikhtisar</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Kesalahan</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurva</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrasi</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Peta</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Pembelajaran</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Bandingkan</translation>
    </message>
    <message>
        <source>The figures are shown, but could not be kept in %1: %2</source>
        <translation>Metrik ditampilkan, tetapi tidak dapat disimpan di %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Temperature and threshold are in the models of %Ln fold(s) now. Their files have new checksums; cases that were classified before keep the old ones.</source>
        <translation>
            <numerusform>Temperatur dan nilai ambang kini tersimpan dalam model %Ln fold. Berkasnya memiliki checksum baru; kasus yang diklasifikasi sebelumnya tetap memakai checksum lama.</numerusform>
        </translation>
    </message>
    <message>
        <source>The run is not finished: these are the folds that are done.</source>
        <translation>Proses pelatihan belum selesai: ini adalah fold yang sudah selesai.</translation>
    </message>
    <message>
        <source>What was noted of this run&apos;s errors could not be read from %1: %2. The next note begins a new list, and the file is kept beside it as %3.</source>
        <translation>Catatan tentang kesalahan proses pelatihan ini tidak dapat dibaca dari %1: %2. Catatan berikutnya memulai daftar baru, dan berkas lama tetap disimpan di sampingnya sebagai %3.</translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation>Folder proses pelatihan</translation>
    </message>
    <message>
        <source>Folder of the run to compare with</source>
        <translation>Folder proses pelatihan pembanding</translation>
    </message>
    <message>
        <source>Folder of the run&apos;s data</source>
        <translation>Folder data proses pelatihan</translation>
    </message>
    <message>
        <source>Each fold&apos;s temperature and threshold are written into its model, in the place of those before. From then on the model calls a cell positive from its threshold on.

Models that were copied to the list of models before stay as they are.</source>
        <translation>Temperatur dan nilai ambang setiap fold ditulis ke dalam modelnya, menggantikan yang sebelumnya. Sejak saat itu, model menyatakan sel positif mulai dari nilai ambangnya.

Model yang sudah disalin ke daftar model tidak berubah.</translation>
    </message>
    <message>
        <source>Lock temperature and threshold</source>
        <translation>Kunci temperatur dan nilai ambang</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Kunci</translation>
    </message>
    <message>
        <source>The figure could not be saved</source>
        <translation>Grafik tidak dapat disimpan</translation>
    </message>
    <message>
        <source>The figure was saved: %1</source>
        <translation>Grafik telah disimpan: %1</translation>
    </message>
    <message>
        <source>Folder for the figures</source>
        <translation>Folder untuk grafik</translation>
    </message>
    <message>
        <source>Replace the figures?</source>
        <translation>Ganti grafik?</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) of the same names in this folder would be replaced.</source>
        <translation>
            <numerusform>%Ln berkas bernama sama dalam folder ini akan diganti.</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ganti</translation>
    </message>
    <message>
        <source>Saving the figures</source>
        <translation>Menyimpan grafik</translation>
    </message>
    <message>
        <source>The figures could not be saved</source>
        <translation>Grafik tidak dapat disimpan</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were saved in %1.</source>
        <translation>
            <numerusform>%Ln berkas telah disimpan di %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report of this run</source>
        <translation>Simpan laporan proses pelatihan ini</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Menulis laporan</translation>
    </message>
    <message>
        <source>The report could not be written</source>
        <translation>Laporan tidak dapat ditulis</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Laporan telah disimpan: %1</translation>
    </message>
    <message>
        <source>Evaluate another training</source>
        <translation>Evaluasi pelatihan lain</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::EvaluationSession</name>
    <message>
        <source>Evaluating the run</source>
        <translation>Mengevaluasi proses pelatihan</translation>
    </message>
    <message>
        <source>The run could not be evaluated</source>
        <translation>Proses pelatihan tidak dapat dievaluasi</translation>
    </message>
    <message>
        <source>Measuring pictures</source>
        <translation>Mengukur gambar</translation>
    </message>
    <message>
        <source>The pictures could not be measured</source>
        <translation>Gambar tidak dapat diukur</translation>
    </message>
    <message>
        <source>Comparing runs</source>
        <translation>Membandingkan pelatihan</translation>
    </message>
    <message>
        <source>The runs could not be compared</source>
        <translation>Proses pelatihan tidak dapat dibandingkan</translation>
    </message>
    <message>
        <source>Writing into the models</source>
        <translation>Menulis ke dalam model</translation>
    </message>
    <message>
        <source>Temperature and threshold were not locked</source>
        <translation>Temperatur dan nilai ambang tidak dikunci</translation>
    </message>
    <message>
        <source>Saving what was noted</source>
        <translation>Menyimpan catatan</translation>
    </message>
    <message>
        <source>What was noted of errors could not be saved</source>
        <translation>Catatan tentang kesalahan tidak dapat disimpan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactDialog</name>
    <message>
        <source>Facts of a subject</source>
        <translation>Data subjek</translation>
    </message>
    <message>
        <source>Leave empty what is not known. Call subjects by pseudonyms, and type no name, date or number that tells who a person is.</source>
        <translation>Kosongkan yang tidak diketahui. Gunakan pseudonim untuk subjek, dan jangan memasukkan nama, tanggal, atau nomor yang mengungkap identitas seseorang.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Save and next</source>
        <translation>Simpan dan lanjut</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>tidak diketahui</translation>
    </message>
    <message>
        <source>Subject %1</source>
        <translation>Subjek %1</translation>
    </message>
    <message>
        <source>Further columns of the table stay: %1</source>
        <translation>Kolom lain dalam tabel tetap ada: %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Save these facts and go on with the next subject</source>
        <translation>Simpan data ini dan lanjutkan ke subjek berikutnya</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactHistory</name>
    <message>
        <source>%1 added</source>
        <translation>%1 ditambahkan</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 diubah</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 dihapus</translation>
    </message>
    <message>
        <source>Saving the fact</source>
        <translation>Menyimpan data</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactSession</name>
    <message>
        <source>facts of %1</source>
        <translation>data %1</translation>
    </message>
    <message numerus="yes">
        <source>imported facts of %Ln subject(s)</source>
        <translation>
            <numerusform>impor data %Ln subjek</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving facts</source>
        <translation>Menyimpan data</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactsImportDialog</name>
    <message>
        <source>What is wrong with the table</source>
        <translation>Kesalahan pada tabel</translation>
    </message>
    <message>
        <source>Import facts</source>
        <translation>Impor data</translation>
    </message>
    <message numerus="yes">
        <source>New facts of %Ln subject(s)</source>
        <translation>
            <numerusform>Data baru tentang %Ln subjek</numerusform>
        </translation>
    </message>
    <message>
        <source>The table says nothing new of these subjects</source>
        <translation>Tabel tidak memuat hal baru tentang subjek ini</translation>
    </message>
    <message>
        <source>%1 of %L2</source>
        <translation>%1 dari %L2</translation>
    </message>
    <message>
        <source>Known of them then: %1.</source>
        <translation>Setelah itu, yang diketahui tentang subjek ini: %1.</translation>
    </message>
    <message>
        <source>Passed over or worth knowing (%L1)</source>
        <translation>Dilewati atau perlu diketahui (%L1)</translation>
    </message>
    <message>
        <source>The table is only read. Subjects should be called by pseudonyms in it; columns that name or trace a person are not kept.</source>
        <translation>Tabel hanya dibaca. Subjek di dalamnya sebaiknya disebut dengan pseudonim; kolom yang menyebut atau dapat melacak seseorang tidak disimpan.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Impor</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FactsPanel</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, found on %2</source>
        <extracomment>a fact, and the day it was found</extracomment>
        <translation>%1, ditemukan pada %2</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <extracomment>a fact, who entered it, when</extracomment>
        <translation>%1 (%2, %3)</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>dihapus</translation>
    </message>
    <message>
        <source>Facts of the patient</source>
        <translation>Data pasien</translation>
    </message>
    <message>
        <source>Return or a double click changes a fact, Delete removes it</source>
        <translation>Return atau klik ganda mengubah data, Delete menghapusnya</translation>
    </message>
    <message>
        <source>Nothing is recorded yet: age, white count, immunophenotype, genetics and response stand beside the counts in reports. Nothing is filled in by the program.</source>
        <translation>Belum ada yang dicatat: usia, hitung leukosit, imunofenotipe, genetika, dan respons ditampilkan di samping hasil hitung dalam laporan. Program tidak mengisi apa pun dengan sendirinya.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Tambah…</translation>
    </message>
    <message>
        <source>Record a fact of this patient</source>
        <translation>Catat data pasien ini</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ubah…</translation>
    </message>
    <message>
        <source>Change the chosen fact (Return)</source>
        <translation>Ubah data terpilih (Return)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Remove the chosen fact (Delete); it can be undone, and stays in the audit trail</source>
        <translation>Hapus data terpilih (Delete); dapat diurungkan dan tetap ada dalam jejak audit</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>tidak diketahui</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>Ditemukan pada</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Hari</translation>
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
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Entered by</source>
        <translation>Dimasukkan oleh</translation>
    </message>
    <message>
        <source>Since the start of treatment</source>
        <translation>Sejak awal pengobatan</translation>
    </message>
    <message>
        <source>The fact was not saved.</source>
        <translation>Data tidak disimpan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FailedList</name>
    <message>
        <source>The same picture is in this case already</source>
        <translation>Gambar yang sama sudah ada dalam kasus ini</translation>
    </message>
    <message>
        <source>Nothing to do: it is counted once.</source>
        <translation>Tidak perlu tindakan: gambar dihitung satu kali.</translation>
    </message>
    <message>
        <source>Dismiss this list</source>
        <translation>Tutup daftar ini</translation>
    </message>
    <message>
        <source>Files not added</source>
        <translation>Berkas yang tidak ditambahkan</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Tindakan</translation>
    </message>
    <message>
        <source>Files that could not be read: %1</source>
        <translation>Berkas yang tidak dapat dibaca: %1</translation>
    </message>
    <message>
        <source>Pictures that were in this case already: %1</source>
        <translation>Gambar yang sudah ada dalam kasus ini: %1</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Sembunyikan</translation>
    </message>
    <message>
        <source>Show which</source>
        <translation>Tampilkan</translation>
    </message>
    <message>
        <source>Hide the list of files</source>
        <translation>Sembunyikan daftar berkas</translation>
    </message>
    <message>
        <source>Show each file with the reason</source>
        <translation>Tampilkan setiap berkas beserta alasannya</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FigureView</name>
    <message>
        <source>Save this figure: PDF, SVG, PNG, or its numbers as CSV</source>
        <translation>Simpan grafik ini: PDF, SVG, PNG, atau angkanya sebagai CSV</translation>
    </message>
    <message>
        <source>Save this figure</source>
        <translation>Simpan grafik ini</translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation>Simpan grafik</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Ganti berkas?</translation>
    </message>
    <message>
        <source>There is a file of this name already: %1</source>
        <translation>Berkas dengan nama ini sudah ada: %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ganti</translation>
    </message>
    <message>
        <source>Saving the figure</source>
        <translation>Menyimpan grafik</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FiguresPage</name>
    <message>
        <source>Figures</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>Of which test cells</source>
        <translation>Untuk sel uji</translation>
    </message>
    <message>
        <source>Of which test cells the figures are</source>
        <translation>Sel uji yang menjadi dasar metrik</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Fold whose curves are shown</source>
        <translation>Fold yang kurvanya ditampilkan</translation>
    </message>
    <message>
        <source>Curves of fold %1</source>
        <translation>Kurva fold %1</translation>
    </message>
    <message>
        <source>Cells: %L1, subjects: %L2</source>
        <translation>Sel: %L1, subjek: %L2</translation>
    </message>
    <message>
        <source>Cells: %L1</source>
        <translation>Sel: %L1</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Metrik</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
    <message>
        <source>BCa</source>
        <translation>BCa</translation>
    </message>
    <message>
        <source>Percentile interval</source>
        <translation>Interval persentil</translation>
    </message>
    <message>
        <source>Bias-corrected and accelerated interval: where it is far from the other, there are too few subjects for either</source>
        <translation>Interval BCa (bias-corrected and accelerated): bila jauh berbeda dari interval yang lain, subjeknya terlalu sedikit untuk keduanya</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Best
epoch</source>
        <translation>Epoch
terbaik</translation>
    </message>
    <message>
        <source>Epochs
run</source>
        <translation>Epoch
dijalankan</translation>
    </message>
    <message>
        <source>Training
accuracy</source>
        <translation>Akurasi
latih</translation>
    </message>
    <message>
        <source>Training
loss</source>
        <translation>Loss
latih</translation>
    </message>
    <message>
        <source>Test
accuracy</source>
        <translation>Akurasi
uji</translation>
    </message>
    <message>
        <source>Test
loss</source>
        <translation>Loss
uji</translation>
    </message>
    <message>
        <source>Paper,
accuracy</source>
        <translation>Makalah,
akurasi</translation>
    </message>
    <message>
        <source>Paper,
loss</source>
        <translation>Makalah,
loss</translation>
    </message>
    <message>
        <source>Paper,
epochs</source>
        <translation>Makalah,
epoch</translation>
    </message>
    <message>
        <source>Stopped early: no better validation loss</source>
        <translation>Dihentikan dini: loss validasi tidak membaik</translation>
    </message>
    <message>
        <source>Ran to its last epoch</source>
        <translation>Berjalan sampai epoch terakhir</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Rerata</translation>
    </message>
    <message>
        <source>Balanced accuracy over the folds: mean %1, standard deviation %2.</source>
        <translation>Akurasi seimbang di seluruh fold: rerata %1, simpangan baku %2.</translation>
    </message>
    <message>
        <source>In grey: Table 1 of the paper. Its accuracy and loss are those of the cells that were learnt from, at the best epoch; they say nothing about new cells. The columns of the test say how cells that were held out are told apart, of patients that the training knew.</source>
        <translation>Warna abu-abu: Tabel 1 dari makalah. Akurasi dan loss di sana berasal dari sel yang dipelajari, pada epoch terbaik, sehingga tidak menggambarkan sel baru. Kolom uji menunjukkan seberapa baik sel yang disisihkan dibedakan, dari pasien yang dikenal dalam pelatihan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FileImageView</name>
    <message>
        <source>This picture can no longer be read. Was it moved or deleted?</source>
        <translation>Gambar ini tidak dapat dibaca lagi. Apakah sudah dipindahkan atau dihapus?</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FilterBar</name>
    <message>
        <source>Clear filter</source>
        <translation>Hapus saringan</translation>
    </message>
    <message>
        <source>Show every cell again</source>
        <translation>Tampilkan kembali semua sel</translation>
    </message>
    <message>
        <source>Size of the cards</source>
        <translation>Ukuran kartu</translation>
    </message>
    <message>
        <source>Order of the cells</source>
        <translation>Urutan sel</translation>
    </message>
    <message>
        <source>Order of the cells in each bin. It is worked out when you choose it; cells added later stand at the end</source>
        <translation>Urutan sel dalam setiap kelompok. Urutan ditentukan saat Anda memilihnya; sel yang ditambahkan kemudian berada di akhir</translation>
    </message>
    <message>
        <source>Sort in the cells added since</source>
        <translation>Urutkan sel yang ditambahkan sejak itu</translation>
    </message>
    <message>
        <source>In order of arrival</source>
        <translation>Menurut urutan masuk</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>Paling tidak pasti lebih dulu</translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation>Paling pasti lebih dulu</translation>
    </message>
    <message>
        <source>Largest files first</source>
        <translation>Berkas terbesar lebih dulu</translation>
    </message>
    <message>
        <source>Smallest files first</source>
        <translation>Berkas terkecil lebih dulu</translation>
    </message>
    <message>
        <source>Most like the selected cell</source>
        <translation>Paling mirip dengan sel terpilih</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Saring</translation>
    </message>
    <message>
        <source>Show some of the cells only</source>
        <translation>Tampilkan sebagian sel saja</translation>
    </message>
    <message>
        <source>Show only cells of this kind</source>
        <translation>Hanya tampilkan sel jenis ini</translation>
    </message>
    <message>
        <source>Model&apos;s class</source>
        <translation>Kelas menurut model</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Model&apos;s flag</source>
        <translation>Peringatan model</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Dikoreksi</translation>
    </message>
    <message>
        <source>As the model said</source>
        <translation>Sesuai dengan model</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Sudah ditinjau</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>Belum ditinjau</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Ditandai</translation>
    </message>
    <message>
        <source>Not marked</source>
        <translation>Tidak ditandai</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Nama berkas</translation>
    </message>
    <message>
        <source>Show only cells whose file name holds this text</source>
        <translation>Hanya tampilkan sel yang nama berkasnya memuat teks ini</translation>
    </message>
    <message>
        <source>Text in the file name</source>
        <translation>Teks dalam nama berkas</translation>
    </message>
    <message>
        <source>Showing %1 of %2</source>
        <extracomment>cells that the filter lets through, and all of the case</extracomment>
        <translation>Menampilkan %1 dari %2</translation>
    </message>
    <message>
        <source>Sort %1 new</source>
        <translation>Urutkan %1 baru</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderChoice</name>
    <message>
        <source>Choose a trained finder</source>
        <translation>Pilih pencari sel terlatih</translation>
    </message>
    <message>
        <source>Models (*.leukomodel);;All files (*)</source>
        <translation>Model (*.leukomodel);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Opening a finder</source>
        <translation>Membuka pencari sel</translation>
    </message>
    <message>
        <source>Slides cannot search with this model.</source>
        <translation>Preparat tidak dapat melakukan pencarian dengan model ini.</translation>
    </message>
    <message>
        <source>Find cells now searches with %1.</source>
        <translation>“Cari sel” kini mencari dengan %1.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderForm</name>
    <message>
        <source>Faster R-CNN on InceptionV3</source>
        <translation>Faster R-CNN dengan InceptionV3</translation>
    </message>
    <message>
        <source>Faster R-CNN on ResNet-50 with a pyramid</source>
        <translation>Faster R-CNN dengan ResNet-50 dan piramida</translation>
    </message>
    <message>
        <source>Fields with boxes</source>
        <translation>Bidang pandang berkotak</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Folder…</translation>
    </message>
    <message>
        <source>Photographs with an XML file each (Pascal VOC), as LabelImg, CVAT and others write</source>
        <translation>Foto dengan satu berkas XML masing-masing (Pascal VOC), seperti yang ditulis LabelImg, CVAT, dan lainnya</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Demonstrasi</translation>
    </message>
    <message>
        <source>Draw fields of a smear, nobody&apos;s, with a box around every cell</source>
        <translation>Buat bidang pandang apusan tiruan, bukan milik siapa pun, dengan kotak di sekeliling setiap sel</translation>
    </message>
    <message>
        <source>Network and training</source>
        <translation>Jaringan dan pelatihan</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Jaringan</translation>
    </message>
    <message>
        <source>InceptionV3 takes half the time; the pyramid sees small things better</source>
        <translation>InceptionV3 memerlukan separuh waktu; piramida lebih baik mengenali objek kecil</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
        <translation>Bobot (*.pth *.pt *.safetensors);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Bobot pralatih</translation>
    </message>
    <message>
        <source>ImageNet&apos;s for that network, or a finder&apos;s: .pth or .safetensors. Without them far more fields and epochs are needed</source>
        <translation>Bobot ImageNet untuk jaringan itu, atau bobot pencari sel: .pth atau .safetensors. Tanpanya diperlukan jauh lebih banyak bidang pandang dan epoch</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Times that each field is shown</source>
        <translation>Berapa kali setiap bidang pandang ditampilkan</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Shorter side of a field</source>
        <translation>Sisi pendek bidang pandang</translation>
    </message>
    <message>
        <source>What the network sees: larger shows small things better and takes longer</source>
        <translation>Yang dilihat jaringan: makin besar, objek kecil makin jelas dan waktunya makin lama</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Fields to test on</source>
        <translation>Bidang pandang untuk uji</translation>
    </message>
    <message>
        <source>Share of the fields that is kept back and measured at the end</source>
        <translation>Proporsi bidang pandang yang disisihkan dan diukur di akhir</translation>
    </message>
    <message>
        <source>as their red cells tell</source>
        <translation>menurut sel darah merahnya</translation>
    </message>
    <message>
        <source> µm</source>
        <translation> µm</translation>
    </message>
    <message>
        <source>Size of a pixel</source>
        <translation>Ukuran piksel</translation>
    </message>
    <message>
        <source>Of the fields as they were photographed: Slides, where the scale is known too, then shows the finder cells as large as it learnt them</source>
        <translation>Dari bidang pandang sebagaimana difoto: di Preparat, bila skalanya juga diketahui, pencari sel lalu melihat sel sebesar yang dipelajarinya</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Latih</translation>
    </message>
    <message>
        <source>Go on with a run…</source>
        <translation>Lanjutkan pelatihan…</translation>
    </message>
    <message>
        <source>Choose the folder of a training that was stopped</source>
        <translation>Pilih folder pelatihan yang dihentikan</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln field(s). Boxes: %2</source>
        <translation>
            <numerusform>%1: %Ln bidang pandang. Kotak: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>None yet. Boxes that somebody drew around the cells are what a finder learns from.</source>
        <translation>Belum ada. Pencari sel belajar dari kotak yang digambar oleh seseorang di sekeliling sel.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) or box(es) were left out.</source>
        <translation>
            <numerusform>%Ln berkas atau kotak tidak disertakan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>dan %Ln lainnya</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose fields first, or try it with the demonstration&apos;s.</source>
        <translation>Pilih bidang pandang terlebih dahulu, atau coba dengan bidang pandang demonstrasi.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderResults</name>
    <message>
        <source>On the fields kept back</source>
        <translation>Pada bidang pandang yang disisihkan</translation>
    </message>
    <message>
        <source>Search with it in Slides</source>
        <translation>Pakai untuk mencari di Preparat</translation>
    </message>
    <message>
        <source>Find cells then marks the white cells that this finder sees</source>
        <translation>“Cari sel” lalu menandai sel darah putih yang dilihat pencari sel ini</translation>
    </message>
    <message numerus="yes">
        <source>Trained on %Ln field(s) in %1.</source>
        <translation>
            <numerusform>Dilatih dengan %Ln bidang pandang dalam %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>No field was kept back, so nothing was measured.</source>
        <translation>Tidak ada bidang pandang yang disisihkan, jadi tidak ada yang diukur.</translation>
    </message>
    <message numerus="yes">
        <source>Tested on %Ln field(s), %1 s each.</source>
        <translation>
            <numerusform>Diuji dengan %Ln bidang pandang, masing-masing %1 s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mean over the classes</source>
        <translation>Rerata seluruh kelas</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Kotak</translation>
    </message>
    <message>
        <source>AP at 0.5</source>
        <translation>AP pada 0,5</translation>
    </message>
    <message>
        <source>AP at 0.5 to 0.95</source>
        <translation>AP pada 0,5 sampai 0,95</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Ditemukan</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Terlewat</translation>
    </message>
    <message>
        <source>Extra</source>
        <translation>Berlebih</translation>
    </message>
    <message>
        <source>Drawn by a person</source>
        <translation>Digambar oleh seseorang</translation>
    </message>
    <message>
        <source>Average precision; a box is right where it overlaps the drawn one by half (intersection over union)</source>
        <translation>Average precision; kotak dianggap benar bila tumpang tindih separuh dengan kotak yang digambar (irisan dibagi gabungan)</translation>
    </message>
    <message>
        <source>Mean of the average precision over ten overlaps, as COCO has it</source>
        <translation>Rerata average precision pada sepuluh tingkat tumpang tindih, seperti pada COCO</translation>
    </message>
    <message>
        <source>Drawn boxes that were found, at a score of one half and more</source>
        <translation>Kotak yang digambar dan ditemukan, mulai dari skor setengah</translation>
    </message>
    <message>
        <source>Drawn boxes that were not</source>
        <translation>Kotak yang digambar tetapi tidak ditemukan</translation>
    </message>
    <message>
        <source>Found boxes where none was drawn</source>
        <translation>Kotak yang ditemukan di tempat yang tidak digambari kotak</translation>
    </message>
    <message>
        <source>95 % intervals by bootstrap over fields (%L1 resamples).</source>
        <translation>Interval 95 % dengan bootstrap atas bidang pandang (%L1 sampel ulang).</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderSession</name>
    <message>
        <source>Reading fields</source>
        <translation>Membaca bidang pandang</translation>
    </message>
    <message>
        <source>The fields could not be read.</source>
        <translation>Bidang pandang tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>Training a finder</source>
        <translation>Melatih pencari sel</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>Pelatihan gagal.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FinderWindow</name>
    <message>
        <source>Train a finder of cells</source>
        <translation>Latih pencari sel</translation>
    </message>
    <message>
        <source>A finder that learns from your own fields</source>
        <translation>Pencari sel yang belajar dari bidang pandang Anda sendiri</translation>
    </message>
    <message>
        <source>Faster R-CNN finds cells in photographs of fields and tells their classes apart. It learns from boxes around the cells; afterwards Slides can search with it. On a processor an epoch takes about a second a field.</source>
        <translation>Faster R-CNN menemukan sel dalam foto bidang pandang dan membedakan kelasnya. Model ini belajar dari kotak di sekeliling sel; setelah itu Preparat dapat memakainya untuk mencari. Pada prosesor, satu epoch memerlukan sekitar satu detik per bidang pandang.</translation>
    </message>
    <message>
        <source>Stopped. Go on with the run %1 whenever you like.</source>
        <translation>Dihentikan. Lanjutkan pelatihan %1 kapan saja.</translation>
    </message>
    <message>
        <source>Loss in training</source>
        <translation>Loss dalam pelatihan</translation>
    </message>
    <message>
        <source>Choose fields with boxes</source>
        <translation>Pilih bidang pandang berkotak</translation>
    </message>
    <message>
        <source>Choose the folder of a training that was stopped</source>
        <translation>Pilih folder pelatihan yang dihentikan</translation>
    </message>
    <message>
        <source>Another training runs. Wait for it, or stop it.</source>
        <translation>Pelatihan lain sedang berjalan. Tunggu sampai selesai, atau hentikan.</translation>
    </message>
    <message>
        <source>The first epoch is under way.</source>
        <translation>Epoch pertama sedang berjalan.</translation>
    </message>
    <message>
        <source>Epoch %1: loss %2 (cell or not %3, where %4, class %5, box %6)</source>
        <translation>Epoch %1: loss %2 (sel atau bukan %3, letak %4, kelas %5, kotak %6)</translation>
    </message>
    <message>
        <source>Training and results</source>
        <translation>Pelatihan dan hasil</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::FoldModel</name>
    <message>
        <source> · best so far: validation %1 in epoch %2</source>
        <translation> · terbaik sejauh ini: validasi %1 pada epoch %2</translation>
    </message>
    <message>
        <source>stopped in epoch %1</source>
        <translation>dihentikan pada epoch %1</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>tidak dijalankan</translation>
    </message>
    <message>
        <source>waiting after epoch %1</source>
        <translation>menunggu setelah epoch %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>menunggu</translation>
    </message>
    <message>
        <source>running: testing the best epoch</source>
        <translation>berjalan: menguji epoch terbaik</translation>
    </message>
    <message>
        <source>running: epoch %1 of %2</source>
        <translation>berjalan: epoch %1 dari %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>no</source>
        <translation>tidak</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Rerata</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>Of the best epoch&apos;s weights, on the training cells, without augmentation</source>
        <translation>Dengan bobot epoch terbaik, pada sel latih, tanpa augmentasi</translation>
    </message>
    <message>
        <source>Of the best epoch&apos;s weights, on cells the training never saw</source>
        <translation>Dengan bobot epoch terbaik, pada sel yang tidak pernah dilihat dalam pelatihan</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Epoch terbaik</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>Henti dini</translation>
    </message>
    <message>
        <source>Train acc.</source>
        <translation>Latih, akur.</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>Latih, loss</translation>
    </message>
    <message>
        <source>Test acc.</source>
        <translation>Uji, akur.</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>Uji, loss</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpContents</name>
    <message>
        <source>Search the help</source>
        <translation>Cari dalam bantuan</translation>
    </message>
    <message>
        <source>Words or their beginnings, all of which must occur (Ctrl+F)</source>
        <translation>Kata atau awal kata, semuanya harus ada (Ctrl+F)</translation>
    </message>
    <message>
        <source>Try fewer words, or only their beginnings.</source>
        <translation>Coba lebih sedikit kata, atau awal katanya saja.</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Daftar isi</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Yang ditemukan</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>Tidak ada yang ditemukan untuk “%1”.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpView</name>
    <message>
        <source>Page of the help</source>
        <translation>Halaman bantuan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Kembali (Alt+Left)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Maju (Alt+Right)</translation>
    </message>
    <message>
        <source>First page of the help (Alt+Home)</source>
        <translation>Halaman pertama bantuan (Alt+Home)</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>Perkecil (Ctrl+-)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>Perbesar (Ctrl++)</translation>
    </message>
    <message>
        <source>This page is not translated yet: it is shown in English.</source>
        <translation>Halaman ini belum diterjemahkan: ditampilkan dalam bahasa Inggris.</translation>
    </message>
    <message>
        <source>%1 – Help</source>
        <translation>%1 – Bantuan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::HonestyList</name>
    <message>
        <source>Less</source>
        <translation>Ringkas</translation>
    </message>
    <message>
        <source>%L1 more</source>
        <translation>%L1 lagi</translation>
    </message>
    <message>
        <source>Show the first sentence only</source>
        <translation>Tampilkan kalimat pertama saja</translation>
    </message>
    <message>
        <source>Show everything to know about these figures</source>
        <translation>Tampilkan semua yang perlu diketahui tentang metrik ini</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ImageView</name>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: whole picture.</source>
        <translation>Roda: zoom. Seret: geser. Klik ganda: seluruh gambar.</translation>
    </message>
    <message>
        <source>Large picture</source>
        <translation>Gambar besar</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::Inspector</name>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Standard deviation of the answers about the class&apos;s probability, in percentage points</source>
        <translation>Simpangan baku jawaban tentang probabilitas kelas ini, dalam poin persentase</translation>
    </message>
    <message>
        <source>Find its cells in Slides</source>
        <translation>Cari selnya di Preparat</translation>
    </message>
    <message>
        <source>Open this picture in Slides, where Find cells cuts it into its cells</source>
        <translation>Buka gambar ini di Preparat; di sana “Cari sel” memotongnya menjadi sel-sel</translation>
    </message>
    <message>
        <source>Show it on the slide</source>
        <translation>Tampilkan pada preparat</translation>
    </message>
    <message>
        <source>Background masked for this model</source>
        <translation>Latar belakang dihitamkan untuk model ini</translation>
    </message>
    <message>
        <source>The model knows cells on black alone: it saw this picture black around the cell in its middle</source>
        <translation>Model ini hanya mengenal sel berlatar hitam: model melihat gambar ini dihitamkan di sekeliling sel di tengahnya</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Mengapa?</translation>
    </message>
    <message>
        <source>Why it was decided so; Return records it with your name</source>
        <translation>Mengapa diputuskan demikian; Return mencatatnya dengan nama Anda</translation>
    </message>
    <message>
        <source>Reason for the decision</source>
        <translation>Alasan keputusan</translation>
    </message>
    <message>
        <source>Select a cell to see it here enlarged.</source>
        <translation>Pilih sel untuk melihatnya diperbesar di sini.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>position of a cell in its bin, and how many there are</extracomment>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Where this cell was cut out: %1</source>
        <extracomment>%1 is a slide and a place on it</extracomment>
        <translation>Tempat sel ini dipotong: %1</translation>
    </message>
    <message>
        <source>Previous cell of this bin</source>
        <translation>Sel sebelumnya dalam kelompok ini</translation>
    </message>
    <message>
        <source>Next cell of this bin</source>
        <translation>Sel berikutnya dalam kelompok ini</translation>
    </message>
    <message>
        <source>Selected cell</source>
        <translation>Sel terpilih</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::JobPanel</name>
    <message>
        <source>Progress</source>
        <translation>Kemajuan</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Stop this job; what it has finished stays</source>
        <translation>Hentikan tugas ini; yang sudah selesai tetap tersimpan</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>Hentikan tugas ini</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>sisa %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>Kemajuan</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Stop this job; what it has finished stays</source>
        <translation>Hentikan tugas ini; yang sudah selesai tetap tersimpan</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>Hentikan tugas ini</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>sisa %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::KeysOverlay</name>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelSession</name>
    <message numerus="yes">
        <source>label %Ln cell(s)</source>
        <translation>
            <numerusform>pelabelan %Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>leave out %Ln cell(s)</source>
        <translation>
            <numerusform>pengeluaran %Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restore %Ln cell(s)</source>
        <translation>
            <numerusform>pemulihan %Ln sel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>decide about %Ln pair(s)</source>
        <translation>
            <numerusform>keputusan tentang %Ln pasangan</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving corrections</source>
        <translation>Menyimpan koreksi</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelledCellDelegate</name>
    <message>
        <source>left out</source>
        <translation>dikeluarkan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LabelledCellModel</name>
    <message>
        <source>Left out: %1</source>
        <translation>Dikeluarkan: %1</translation>
    </message>
    <message>
        <source>Was %1: %2</source>
        <translation>Semula %1: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LeakSearch</name>
    <message>
        <source>Looking for pictures that are there twice</source>
        <translation>Mencari gambar ganda</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LearningPage</name>
    <message>
        <source>Would more subjects help?</source>
        <translation>Apakah lebih banyak subjek akan membantu?</translation>
    </message>
    <message>
        <source>The run is repeated on 10 to 80 % of each fold&apos;s training subjects and tested on the same cells. Where the curve still rises at its end, more subjects are worth collecting. It takes as long as about two trainings like this one; it can be stopped and goes on where it was.</source>
        <translation>Proses pelatihan diulang dengan 10 sampai 80 % subjek latih setiap fold dan diuji pada sel yang sama. Bila kurva masih naik di ujungnya, ada gunanya mengumpulkan lebih banyak subjek. Waktunya kira-kira sama dengan dua pelatihan seperti ini; proses dapat dihentikan dan dilanjutkan dari titik terakhir.</translation>
    </message>
    <message>
        <source>Make the learning curve</source>
        <translation>Buat kurva pembelajaran</translation>
    </message>
    <message>
        <source>Trains in the background; each smaller training is a run of its own in the folder learning-curve</source>
        <translation>Dilatih di latar belakang; setiap pelatihan yang lebih kecil merupakan proses tersendiri dalam folder learning-curve</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Kurva pembelajaran</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Train the points that are missing</source>
        <translation>Latih titik yang belum ada</translation>
    </message>
    <message>
        <source>Points of the learning curve</source>
        <translation>Titik kurva pembelajaran</translation>
    </message>
    <message>
        <source>Another training is under way: wait for its end, or stop it in Train</source>
        <translation>Pelatihan lain sedang berjalan: tunggu sampai selesai, atau hentikan di Latih</translation>
    </message>
    <message>
        <source>Test cells of all folds; 95 % intervals over subjects</source>
        <translation>Sel uji semua fold; interval 95 % atas subjek</translation>
    </message>
    <message>
        <source>Test cells of all folds; 95 % intervals over images</source>
        <translation>Sel uji semua fold; interval 95 % atas gambar</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Proporsi</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LockPage</name>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Name of your account</source>
        <translation>Nama akun Anda</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Frasa sandi</translation>
    </message>
    <message>
        <source>Passphrase of your account</source>
        <translation>Frasa sandi akun Anda</translation>
    </message>
    <message>
        <source>Log in with this name and passphrase (Return)</source>
        <translation>Masuk dengan nama dan frasa sandi ini (Return)</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Pengaturan…</translation>
    </message>
    <message>
        <source>Choose another case store, from the next start</source>
        <translation>Pilih penyimpanan kasus lain, berlaku mulai program dijalankan lagi</translation>
    </message>
    <message>
        <source>Ask the case store again</source>
        <translation>Hubungi lagi penyimpanan kasus</translation>
    </message>
    <message>
        <source>Case store not available</source>
        <translation>Penyimpanan kasus tidak tersedia</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Terkunci</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>It has accounts: the window stays locked until it answers.</source>
        <translation>Penyimpanan ini memiliki akun: jendela tetap terkunci sampai penyimpanan menjawab.</translation>
    </message>
    <message>
        <source>%1 is logged in. What is under way goes on.</source>
        <translation>%1 sedang masuk. Proses yang berlangsung tetap berjalan.</translation>
    </message>
    <message>
        <source>Opening the case store…</source>
        <translation>Membuka penyimpanan kasus…</translation>
    </message>
    <message>
        <source>This case store has accounts. Everything you do is recorded under your name.</source>
        <translation>Penyimpanan kasus ini memiliki akun. Semua yang Anda lakukan dicatat atas nama Anda.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Menghubungi…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Memeriksa…</translation>
    </message>
    <message>
        <source>Something is still running. Close the window when it has ended, or log in to stop it.</source>
        <translation>Masih ada proses yang berjalan. Tutup jendela setelah proses selesai, atau masuk untuk menghentikannya.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::LogDialog</name>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>The log file could not be opened; messages go to standard error.</source>
        <translation>Berkas log tidak dapat dibuka; pesan dikirim ke keluaran galat standar.</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Baca ulang</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Buka folder</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MainWindow</name>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Berkas</translation>
    </message>
    <message>
        <source>&amp;Open data folder…</source>
        <translation>&amp;Buka folder data…</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Folder sel berlabel</translation>
    </message>
    <message>
        <source>Make &amp;demonstration cells</source>
        <translation>Buat sel &amp;demonstrasi</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Model…</translation>
    </message>
    <message>
        <source>&amp;Accounts…</source>
        <translation>&amp;Akun…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Pengaturan…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Keluar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Tampilan</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ba&amp;ntuan</translation>
    </message>
    <message>
        <source>Show &amp;log</source>
        <translation>Tampilkan &amp;log</translation>
    </message>
    <message>
        <source>&amp;About Leukolens</source>
        <translation>&amp;Tentang Leukolens</translation>
    </message>
    <message>
        <source>Where networks run</source>
        <translation>Tempat jaringan dijalankan</translation>
    </message>
    <message>
        <source>Looking for a GPU</source>
        <translation>Mencari GPU</translation>
    </message>
    <message>
        <source>device not available</source>
        <translation>perangkat tidak tersedia</translation>
    </message>
    <message>
        <source>Stop and close?</source>
        <translation>Hentikan dan tutup?</translation>
    </message>
    <message>
        <source>Something is still running. It is stopped cleanly, and what it has finished so far is kept.</source>
        <translation>Masih ada proses yang berjalan. Proses dihentikan dengan aman, dan yang sudah selesai tetap tersimpan.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Hentikan dan tutup</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>&amp;Contents</source>
        <translation>&amp;Isi</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Pintasan &amp;papan tik</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Selamat datang</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>Tu&amp;r</translation>
    </message>
    <message>
        <source>&amp;Report a problem…</source>
        <translation>Laporkan &amp;masalah…</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MapPage</name>
    <message>
        <source>Map of the test cells</source>
        <translation>Peta sel uji</translation>
    </message>
    <message>
        <source>Fold whose network looks at its test cells</source>
        <translation>Fold yang jaringannya melihat sel ujinya</translation>
    </message>
    <message>
        <source>What the colours tell</source>
        <translation>Arti warna</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Kesalahan</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>Menurut label</translation>
    </message>
    <message>
        <source>By what they are called</source>
        <translation>Menurut hasil klasifikasi</translation>
    </message>
    <message>
        <source>By subject</source>
        <translation>Menurut subjek</translation>
    </message>
    <message>
        <source>Which cells look alike to the network?</source>
        <translation>Sel mana yang tampak mirip bagi jaringan?</translation>
    </message>
    <message>
        <source>Test cells are laid out so that neighbours look alike to the network&apos;s last layer: groups, outliers and a patient apart are seen at a glance. It takes as long as classifying them.</source>
        <translation>Sel uji ditata sehingga sel yang berdekatan tampak mirip bagi lapisan terakhir jaringan: kelompok, pencilan, dan pasien yang terpisah langsung terlihat. Waktunya sama lama dengan mengklasifikasi sel-sel itu.</translation>
    </message>
    <message>
        <source>Make the map</source>
        <translation>Buat peta</translation>
    </message>
    <message>
        <source>The network looks at each test cell again; the run&apos;s data are read</source>
        <translation>Jaringan melihat lagi setiap sel uji; data proses pelatihan dibaca</translation>
    </message>
    <message>
        <source>This subject&apos;s errors</source>
        <translation>Kesalahan subjek ini</translation>
    </message>
    <message>
        <source>Show the subject&apos;s cells in Errors</source>
        <translation>Tampilkan sel subjek ini di Kesalahan</translation>
    </message>
    <message>
        <source>All folds</source>
        <translation>Semua fold</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>Click a cell on the map</source>
        <translation>Klik sel pada peta</translation>
    </message>
    <message>
        <source>The pictures of this run were not found.</source>
        <translation>Gambar proses pelatihan ini tidak ditemukan.</translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Label: %1</translation>
    </message>
    <message>
        <source>Called: %1</source>
        <translation>Hasil klasifikasi: %1</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>Subjek: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MapView</name>
    <message>
        <source>cannot be read</source>
        <translation>tidak dapat dibaca</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::MessageBar</name>
    <message>
        <source>Copy this message</source>
        <translation>Salin pesan ini</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Tutup pesan ini</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::Minimap</name>
    <message>
        <source>Map of the slide</source>
        <translation>Peta preparat</translation>
    </message>
    <message>
        <source>The whole slide. Click or drag to go there; M hides it.</source>
        <translation>Seluruh preparat. Klik atau seret untuk menuju ke sana; M menyembunyikannya.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelBanner</name>
    <message>
        <source>Choose model…</source>
        <translation>Pilih model…</translation>
    </message>
    <message>
        <source>Train one</source>
        <translation>Latih model</translation>
    </message>
    <message>
        <source>Go to Train and make a model from labelled cells</source>
        <translation>Ke Latih dan buat model dari sel berlabel</translation>
    </message>
    <message>
        <source>What you dropped waits. Choose a model or train one.</source>
        <translation>Yang Anda lepaskan menunggu. Pilih atau latih sebuah model.</translation>
    </message>
    <message>
        <source>%1 files or folders wait. Choose a model or train one.</source>
        <translation>%1 berkas atau folder menunggu. Pilih atau latih sebuah model.</translation>
    </message>
    <message>
        <source>The chosen model cannot be used.</source>
        <translation>Model terpilih tidak dapat digunakan.</translation>
    </message>
    <message>
        <source>This model was trained on demonstration cells that the program drew.</source>
        <translation>Model ini dilatih dengan sel demonstrasi yang digambar oleh program.</translation>
    </message>
    <message>
        <source>Its answers about other pictures mean nothing. Choose another model, or train one on real cells, before you classify them.</source>
        <translation>Jawabannya tentang gambar lain tidak berarti apa-apa. Pilih model lain, atau latih model dengan sel sungguhan, sebelum Anda mengklasifikasinya.</translation>
    </message>
    <message>
        <source>Open the list of models</source>
        <translation>Buka daftar model</translation>
    </message>
    <message>
        <source>This is the sample case. Its model was trained on demonstration cells that the program drew.</source>
        <translation>Ini kasus contoh. Modelnya dilatih dengan sel demonstrasi yang digambar oleh program.</translation>
    </message>
    <message>
        <source>It is used in this case only, and its answers about other pictures mean nothing. In your own cases your own model is used again.</source>
        <translation>Model ini hanya dipakai dalam kasus ini, dan jawabannya tentang gambar lain tidak berarti apa-apa. Dalam kasus Anda sendiri, model Anda dipakai kembali.</translation>
    </message>
    <message>
        <source>It is used in this case only, and its answers about other pictures mean nothing. For your own cells choose a model, or train one.</source>
        <translation>Model ini hanya dipakai dalam kasus ini, dan jawabannya tentang gambar lain tidak berarti apa-apa. Untuk sel Anda sendiri, pilih model atau latih model baru.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelCardView</name>
    <message>
        <source>learnt from %1</source>
        <translation>belajar dari %1</translation>
    </message>
    <message>
        <source>tested on %1</source>
        <translation>diuji dengan %1</translation>
    </message>
    <message>
        <source>Starting point for training</source>
        <translation>Titik awal pelatihan</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Pengklasifikasi</translation>
    </message>
    <message>
        <source>added %1</source>
        <translation>ditambahkan %1</translation>
    </message>
    <message>
        <source>Its own name</source>
        <translation>Nama aslinya</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Jenis</translation>
    </message>
    <message>
        <source>Tells apart</source>
        <translation>Membedakan</translation>
    </message>
    <message>
        <source>Nothing yet: it has no last layer. Training gives it one.</source>
        <translation>Belum ada: model ini tidak memiliki lapisan terakhir. Pelatihan akan memberikannya.</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Asal</translation>
    </message>
    <message>
        <source>Picture it wants</source>
        <translation>Gambar yang diminta</translation>
    </message>
    <message>
        <source>Colours it knows</source>
        <translation>Warna yang dikenal</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Latar belakang</translation>
    </message>
    <message>
        <source>Sharpness it knows</source>
        <translation>Ketajaman yang dikenal</translation>
    </message>
    <message>
        <source>8-bit answers</source>
        <translation>Jawaban 8-bit</translation>
    </message>
    <message>
        <source>Lists its training cells</source>
        <translation>Memuat daftar sel latih</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Hasil pengukuran</translation>
    </message>
    <message>
        <source>Decides</source>
        <translation>Cara memutuskan</translation>
    </message>
    <message>
        <source>Probabilities calibrated</source>
        <translation>Probabilitas dikalibrasi</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>Ditujukan untuk</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Keterbatasan</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lisensi</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Dibuat</translation>
    </message>
    <message>
        <source>What it can do</source>
        <translation>Kemampuan</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Yang cocok</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Angka</translation>
    </message>
    <message>
        <source>The file does not say. Find out what it was trained on and whether its licence lets you use it.</source>
        <translation>Berkas tidak menyebutkannya. Cari tahu dengan apa model ini dilatih dan apakah lisensinya mengizinkan Anda menggunakannya.</translation>
    </message>
    <message>
        <source>Copy the whole checksum</source>
        <translation>Salin seluruh checksum</translation>
    </message>
    <message>
        <source>Checksum (SHA-256)</source>
        <translation>Checksum (SHA-256)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tensor(s) missing</source>
        <translation>
            <numerusform>%Ln tensor tidak ada</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing in the file:</source>
        <translation>Tidak ada dalam berkas:</translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a place in the network</source>
        <translation>
            <numerusform>%Ln tanpa tempat dalam jaringan</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a place in the network:</source>
        <translation>Tanpa tempat dalam jaringan:</translation>
    </message>
    <message>
        <source>Show the names</source>
        <translation>Tampilkan nama</translation>
    </message>
    <message>
        <source>Names of tensors</source>
        <translation>Nama tensor</translation>
    </message>
    <message>
        <source>Hide the names</source>
        <translation>Sembunyikan nama</translation>
    </message>
    <message>
        <source>What does not fit</source>
        <translation>Yang tidak cocok</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelDrop</name>
    <message>
        <source>Drop to look at the model and to add the other files</source>
        <translation>Lepaskan untuk melihat model dan menambahkan berkas lainnya</translation>
    </message>
    <message>
        <source>Drop to look at the model</source>
        <translation>Lepaskan untuk melihat model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelList</name>
    <message>
        <source>in use</source>
        <translation>dipakai</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelRowDelegate</name>
    <message>
        <source>In use</source>
        <translation>Dipakai</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Nama model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsPanel</name>
    <message>
        <source>Use for classifying</source>
        <translation>Pakai untuk klasifikasi</translation>
    </message>
    <message>
        <source>Use as starting point for training</source>
        <translation>Pakai sebagai titik awal pelatihan</translation>
    </message>
    <message>
        <source>Go to Train, with the weights of this model as the start</source>
        <translation>Ke Latih, dengan bobot model ini sebagai awal</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Ganti nama</translation>
    </message>
    <message>
        <source>Export weights…</source>
        <translation>Ekspor bobot…</translation>
    </message>
    <message>
        <source>Save its weights for other programs (.safetensors)</source>
        <translation>Simpan bobotnya untuk program lain (.safetensors)</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Hapus…</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Belum ada model</translation>
    </message>
    <message>
        <source>Drop a .leukomodel, .pth or .safetensors file here, or train a model: it is kept here.</source>
        <translation>Lepaskan berkas .leukomodel, .pth, atau .safetensors di sini, atau latih sebuah model: model akan disimpan di sini.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Tambah…</translation>
    </message>
    <message>
        <source>Choose a file with a model or weights</source>
        <translation>Pilih berkas berisi model atau bobot</translation>
    </message>
    <message>
        <source>Train one</source>
        <translation>Latih model</translation>
    </message>
    <message>
        <source>Go to Train and make a model from labelled cells</source>
        <translation>Ke Latih dan buat model dari sel berlabel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Choose a file with a model or weights; you see what it is before it is used</source>
        <translation>Pilih berkas berisi model atau bobot; Anda melihat isinya sebelum dipakai</translation>
    </message>
    <message>
        <source>Add it…</source>
        <translation>Tambahkan…</translation>
    </message>
    <message>
        <source>Show what it is, to keep a copy in this list</source>
        <translation>Tampilkan rinciannya untuk menyimpan salinan dalam daftar ini</translation>
    </message>
    <message>
        <source>Cells are classified with a model that is not in this list: %1</source>
        <translation>Sel diklasifikasi dengan model yang tidak ada dalam daftar ini: %1</translation>
    </message>
    <message>
        <source>It has no last layer: it can be a starting point for training, it cannot classify</source>
        <translation>Model ini tidak memiliki lapisan terakhir: dapat menjadi titik awal pelatihan, tetapi tidak dapat mengklasifikasi</translation>
    </message>
    <message>
        <source>Cells are classified with it already</source>
        <translation>Sel sudah diklasifikasi dengan model ini</translation>
    </message>
    <message>
        <source>Classify cells with this model from now on</source>
        <translation>Klasifikasikan sel dengan model ini mulai sekarang</translation>
    </message>
    <message>
        <source>Give it another name in this list</source>
        <translation>Beri nama lain dalam daftar ini</translation>
    </message>
    <message>
        <source>Delete it from this list; models that cases refer to are kept</source>
        <translation>Hapus dari daftar ini; model yang dirujuk oleh kasus tetap disimpan</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Kartu model</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Reading the list of models</source>
        <translation>Membaca daftar model</translation>
    </message>
    <message>
        <source>The list of models could not be read.</source>
        <translation>Daftar model tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>A file in the folder of models cannot be used.</source>
        <translation>Sebuah berkas dalam folder model tidak dapat digunakan.</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Tambah model</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>Memeriksa %1</translation>
    </message>
    <message>
        <source>“%1” cannot be added.</source>
        <translation>“%1” tidak dapat ditambahkan.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Adding the model</source>
        <translation>Menambahkan model</translation>
    </message>
    <message>
        <source>The model could not be added.</source>
        <translation>Model tidak dapat ditambahkan.</translation>
    </message>
    <message>
        <source>Renaming the model</source>
        <translation>Mengganti nama model</translation>
    </message>
    <message>
        <source>The model could not be renamed.</source>
        <translation>Nama model tidak dapat diganti.</translation>
    </message>
    <message>
        <source>Export the weights</source>
        <translation>Ekspor bobot</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>Bobot (*.safetensors)</translation>
    </message>
    <message>
        <source>Exporting the weights</source>
        <translation>Mengekspor bobot</translation>
    </message>
    <message>
        <source>The weights could not be exported.</source>
        <translation>Bobot tidak dapat diekspor.</translation>
    </message>
    <message>
        <source>The weights were saved: %1</source>
        <translation>Bobot telah disimpan: %1</translation>
    </message>
    <message>
        <source>“%1” is classifying cells just now. Remove it when that has ended.</source>
        <translation>“%1” sedang mengklasifikasi sel. Hapus setelah proses itu selesai.</translation>
    </message>
    <message>
        <source>Looking for cases of this model</source>
        <translation>Mencari kasus dengan model ini</translation>
    </message>
    <message>
        <source>The model was not removed: its cases could not be counted.</source>
        <translation>Model tidak dihapus: kasusnya tidak dapat dihitung.</translation>
    </message>
    <message numerus="yes">
        <source>“%1” is kept: %Ln case(s) were classified with it.</source>
        <translation>
            <numerusform>“%1” tetap disimpan: %Ln kasus diklasifikasi dengan model ini.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove this model?</source>
        <translation>Hapus model ini?</translation>
    </message>
    <message>
        <source>“%1” is deleted from this computer&apos;s list of models. No case refers to it.</source>
        <translation>“%1” akan dihapus dari daftar model di komputer ini. Tidak ada kasus yang merujuk ke model ini.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Removing the model</source>
        <translation>Menghapus model</translation>
    </message>
    <message>
        <source>The model could not be removed.</source>
        <translation>Model tidak dapat dihapus.</translation>
    </message>
    <message>
        <source>“%1” was removed. It classified the cells: choose another model before you go on.</source>
        <translation>“%1” telah dihapus. Model ini dipakai untuk mengklasifikasi sel: pilih model lain sebelum melanjutkan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::NotesBox</name>
    <message>
        <source>What else should be known of this patient</source>
        <translation>Hal lain yang perlu diketahui tentang pasien ini</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Saved while you type; type no name or number that tells who a person is</source>
        <translation>Tersimpan selagi Anda mengetik; jangan memasukkan nama atau nomor yang mengungkap identitas seseorang</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Tidak disimpan</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Belum disimpan</translation>
    </message>
    <message>
        <source>Saving the notes</source>
        <translation>Menyimpan catatan</translation>
    </message>
    <message>
        <source>The notes were not saved.</source>
        <translation>Catatan tidak disimpan.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Tersimpan</translation>
    </message>
    <message>
        <source>Somebody else has changed these notes meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours stand below, and are not saved before you choose.</source>
        <translation>Sementara itu pengguna lain telah mengubah catatan ini, dan tulisannya tidak ditimpa.
Versi lain: %1
Versi Anda ada di bawah, dan tidak disimpan sebelum Anda memilih.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::NoticeStrip</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Tutup pesan ini</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientFactDialog</name>
    <message>
        <source>Add a fact</source>
        <translation>Tambah data</translation>
    </message>
    <message>
        <source>Change a fact</source>
        <translation>Ubah data</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Yang dicatat</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Nilai</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>Ditemukan pada</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Method, laboratory, or what else belongs to this value</source>
        <translation>Metode, laboratorium, atau hal lain yang berkaitan dengan nilai ini</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Date known</source>
        <translation>Tanggal diketahui</translation>
    </message>
    <message>
        <source>Whether it is known when this was found</source>
        <translation>Apakah tanggal temuan ini diketahui</translation>
    </message>
    <message>
        <source>When it was found</source>
        <translation>Kapan ditemukan</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>The fact was not saved. %1 What you have typed stands here until it is saved.</source>
        <extracomment>what is wrong and what to do about it</extracomment>
        <translation>Data tidak disimpan. %1 Yang Anda ketik tetap ada di sini sampai disimpan.</translation>
    </message>
    <message>
        <source>Write mine</source>
        <translation>Pakai versi saya</translation>
    </message>
    <message>
        <source>Write your value in its place; both stand in the audit trail</source>
        <translation>Tulis nilai Anda sebagai gantinya; keduanya tetap ada dalam jejak audit</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Pakai versi lain</translation>
    </message>
    <message>
        <source>Leave what the other person wrote</source>
        <translation>Biarkan yang ditulis pengguna lain</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile, and nothing of theirs was overwritten.
Theirs: %1
Yours stands in the fields above.</source>
        <translation>Sementara itu pengguna lain telah mengubah data ini, dan isiannya tidak ditimpa.
Versi lain: %1
Versi Anda ada di kolom di atas.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientListPanel</name>
    <message>
        <source>Search: name, date, state, normal:12</source>
        <translation>Cari: nama, tanggal, status, normal:12</translation>
    </message>
    <message>
        <source>Search patients</source>
        <translation>Cari pasien</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pasien</translation>
    </message>
    <message>
        <source>Return or a double click opens the chosen session in Classify</source>
        <translation>Return atau klik ganda membuka sesi terpilih di Klasifikasi</translation>
    </message>
    <message>
        <source>No patient has all these words. Try fewer of them.</source>
        <translation>Tidak ada pasien yang memuat semua kata ini. Kurangi jumlah kata.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln patient(s)</source>
        <translation>
            <numerusform>%Ln pasien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln patient(s)</source>
        <translation>
            <numerusform>%1 dari %Ln pasien</numerusform>
        </translation>
    </message>
    <message>
        <source>Words that are part of the name, a date, the material, the state, or a class with its count (normal:12), in any order</source>
        <translation>Kata yang menjadi bagian nama, tanggal, bahan, status, atau kelas dengan jumlahnya (normal:12), dalam urutan apa pun</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientModel</name>
    <message>
        <source>Date of the last sample</source>
        <translation>Tanggal sampel terakhir</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Pasien</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tanggal</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Blasts</source>
        <translation>Blas</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells: %3</source>
        <translation>%1 dari %2 sel teridentifikasi: %3</translation>
    </message>
    <message>
        <source>Blasts among the identified cells of the last session that has some</source>
        <translation>Blas di antara sel teridentifikasi pada sesi terakhir yang memilikinya</translation>
    </message>
    <message>
        <source>Cells of the session that the share of blasts is of</source>
        <translation>Sel pada sesi yang menjadi dasar persentase blas</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PatientPage</name>
    <message>
        <source>Open in Classify</source>
        <translation>Buka di Klasifikasi</translation>
    </message>
    <message>
        <source>Show the cells of the chosen session in Classify</source>
        <translation>Tampilkan sel dari sesi terpilih di Klasifikasi</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Laporan…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>Save the chosen session or the whole case for other programs</source>
        <translation>Simpan sesi terpilih atau seluruh kasus untuk program lain</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Bandingkan</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>Belum ada sesi</translation>
    </message>
    <message>
        <source>Look at the report of the chosen session, save or print it</source>
        <translation>Lihat laporan sesi terpilih, simpan atau cetak</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::PicturesPage</name>
    <message>
        <source>Do errors go with the pictures?</source>
        <translation>Apakah kesalahan berkaitan dengan gambar?</translation>
    </message>
    <message>
        <source>Size, sharpness and stain of the test cells are measured from the run&apos;s data, and the share of errors is shown over fifths of the cells.</source>
        <translation>Ukuran, ketajaman, dan pewarnaan sel uji diukur dari data proses pelatihan, dan proporsi kesalahan ditampilkan per seperlima sel.</translation>
    </message>
    <message>
        <source>Measure pictures</source>
        <translation>Ukur gambar</translation>
    </message>
    <message>
        <source>Reads the run&apos;s data; quick where they were read before</source>
        <translation>Membaca data proses pelatihan; cepat bila sudah pernah dibaca</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Mengukur…</translation>
    </message>
    <message>
        <source>Each bar holds a fifth of the test cells; the lines are 95 % intervals over the same units as all others here. A difference may come from the patients that a fifth happens to hold.</source>
        <translation>Setiap batang memuat seperlima sel uji; garisnya adalah interval 95 % atas satuan yang sama dengan semua yang lain di sini. Perbedaan bisa berasal dari pasien yang kebetulan termasuk dalam bagian itu.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) were not found in the data.</source>
        <translation>
            <numerusform>%Ln sel tidak ditemukan dalam data.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProbabilityBars</name>
    <message>
        <source>Probability the model gives each class</source>
        <translation>Probabilitas yang diberikan model untuk setiap kelas</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProblemDialog</name>
    <message>
        <source>Report a problem</source>
        <translation>Laporkan masalah</translation>
    </message>
    <message>
        <source>Puts what is listed below into a zip file, which you can hand on. No image and no name goes into it, and nothing is sent.</source>
        <translation>Memasukkan yang tercantum di bawah ke dalam berkas zip, yang dapat Anda teruskan. Tidak ada gambar atau nama di dalamnya, dan tidak ada yang dikirim.</translation>
    </message>
    <message>
        <source>What &amp;happened?</source>
        <translation>Apa yang &amp;terjadi?</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Apa yang terjadi</translation>
    </message>
    <message>
        <source>What you did, what you expected, and what came instead</source>
        <translation>Yang Anda lakukan, yang Anda harapkan, dan yang terjadi sebagai gantinya</translation>
    </message>
    <message>
        <source>What the zip holds</source>
        <translation>Isi berkas zip</translation>
    </message>
    <message>
        <source>Content of the chosen entry</source>
        <translation>Isi entri terpilih</translation>
    </message>
    <message>
        <source>Save zip…</source>
        <translation>Simpan zip…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Reading the log and the names that have to be taken out of it…</source>
        <translation>Membaca log dan nama yang harus dihapus darinya…</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>Membaca log</translation>
    </message>
    <message>
        <source>Names became NAME, places FILE. Look through the entries before you hand the file on.</source>
        <translation>Nama diganti menjadi NAME, lokasi menjadi FILE. Periksa entri-entrinya sebelum Anda meneruskan berkas.</translation>
    </message>
    <message>
        <source>The case store could not be read, so the names in it are not known: of the log only times and codes of errors go into the file. Leave names out of what you type.</source>
        <translation>Penyimpanan kasus tidak dapat dibaca, sehingga nama di dalamnya tidak diketahui: dari log hanya waktu dan kode galat yang masuk ke berkas. Jangan cantumkan nama dalam teks yang Anda ketik.</translation>
    </message>
    <message>
        <source>Save the report of a problem</source>
        <translation>Simpan laporan masalah</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Berkas zip (*.zip)</translation>
    </message>
    <message>
        <source>Saving the report of a problem</source>
        <translation>Menyimpan laporan masalah</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Tersimpan: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ProblemModel</name>
    <message>
        <source>Problem</source>
        <translation>Masalah</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Yang ditemukan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReasonsRow</name>
    <message>
        <source>What is laid over the picture</source>
        <translation>Yang ditampilkan di atas gambar</translation>
    </message>
    <message>
        <source>Lays over the picture what speaks for the model&apos;s most probable class</source>
        <translation>Menampilkan di atas gambar apa yang mendukung kelas paling mungkin menurut model</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opasitas</translation>
    </message>
    <message>
        <source>How strongly it covers the picture</source>
        <translation>Seberapa kuat gambar ditutupi</translation>
    </message>
    <message>
        <source>Picture only</source>
        <translation>Gambar saja</translation>
    </message>
    <message>
        <source>Where the model looks</source>
        <translation>Area yang dilihat model</translation>
    </message>
    <message>
        <source>Grad-CAM of the network&apos;s last block; of a forest Ablation-CAM</source>
        <translation>Grad-CAM blok terakhir jaringan; untuk forest Ablation-CAM</translation>
    </message>
    <message>
        <source>Where it looks, finer</source>
        <translation>Area yang dilihat, lebih halus</translation>
    </message>
    <message>
        <source>Grad-CAM of an earlier block; of a forest Ablation-CAM, which is slow</source>
        <translation>Grad-CAM blok yang lebih awal; untuk forest Ablation-CAM, yang lambat</translation>
    </message>
    <message>
        <source>Single pixels (slow)</source>
        <translation>Piksel tunggal (lambat)</translation>
    </message>
    <message>
        <source>Integrated gradients from a black picture</source>
        <translation>Integrated gradients dari gambar hitam</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>Laporan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportPreview</name>
    <message>
        <source>Pages of the report</source>
        <translation>Halaman laporan</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Semua sel</translation>
    </message>
    <message>
        <source>Every cell&apos;s picture on further pages, not only a choice of each class</source>
        <translation>Gambar setiap sel pada halaman tambahan, bukan hanya pilihan dari setiap kelas</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Halaman sebelumnya</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Halaman berikutnya</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+wheel)</source>
        <translation>Perkecil (Ctrl+roda)</translation>
    </message>
    <message>
        <source>Larger (Ctrl+wheel)</source>
        <translation>Perbesar (Ctrl+roda)</translation>
    </message>
    <message>
        <source>As wide as the window</source>
        <translation>Selebar jendela</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Cetak…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Simpan sebagai…</translation>
    </message>
    <message>
        <source>The report is being made…</source>
        <translation>Laporan sedang dibuat…</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Membuat laporan</translation>
    </message>
    <message>
        <source>There is no report to show.</source>
        <translation>Tidak ada laporan untuk ditampilkan.</translation>
    </message>
    <message>
        <source>The report could not be made.</source>
        <translation>Laporan tidak dapat dibuat.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Simpan laporan</translation>
    </message>
    <message>
        <source>Report.pdf</source>
        <translation>Laporan.pdf</translation>
    </message>
    <message>
        <source>Report %1.pdf</source>
        <translation>Laporan %1.pdf</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Menulis laporan</translation>
    </message>
    <message>
        <source>The report could not be written.</source>
        <translation>Laporan tidak dapat ditulis.</translation>
    </message>
    <message>
        <source>Report of case %1</source>
        <translation>Laporan kasus %1</translation>
    </message>
    <message>
        <source>Printing the report</source>
        <translation>Mencetak laporan</translation>
    </message>
    <message>
        <source>The report could not be printed.</source>
        <translation>Laporan tidak dapat dicetak.</translation>
    </message>
    <message>
        <source>1 page was sent to the printer.</source>
        <translation>1 halaman dikirim ke pencetak.</translation>
    </message>
    <message>
        <source>%1 pages were sent to the printer.</source>
        <translation>%1 halaman dikirim ke pencetak.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <extracomment>numbers of a page and of all pages</extracomment>
        <translation>Halaman %1 dari %2</translation>
    </message>
    <message>
        <source>%1&#xa0;%</source>
        <extracomment>how large pages are shown</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ReportStrip</name>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Open the report in the program for PDF files</source>
        <translation>Buka laporan di program untuk berkas PDF</translation>
    </message>
    <message>
        <source>Report saved, 1 page: %1</source>
        <translation>Laporan disimpan, 1 halaman: %1</translation>
    </message>
    <message>
        <source>Report saved, %1 pages: %2</source>
        <translation>Laporan disimpan, %1 halaman: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RulesPanel</name>
    <message>
        <source>Two people sign each case</source>
        <translation>Setiap kasus ditandatangani dua orang</translation>
    </message>
    <message>
        <source>A case is signed once two reviewers or administrators have signed it</source>
        <translation>Suatu kasus dianggap sudah ditandatangani setelah dua peninjau atau administrator menandatanganinya</translation>
    </message>
    <message>
        <source>never</source>
        <translation>tidak pernah</translation>
    </message>
    <message>
        <source> min</source>
        <extracomment>behind a number of minutes</extracomment>
        <translation> menit</translation>
    </message>
    <message>
        <source>Lock the window after minutes without input</source>
        <translation>Kunci jendela setelah sekian menit tanpa masukan</translation>
    </message>
    <message>
        <source>Without mouse or keyboard the window locks itself after this time; 0 is never</source>
        <translation>Tanpa tetikus atau papan tik, jendela terkunci sendiri setelah waktu ini; 0 berarti tidak pernah</translation>
    </message>
    <message>
        <source>Lock the window after</source>
        <translation>Kunci jendela setelah</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunBar</name>
    <message>
        <source>Progress</source>
        <translation>Kemajuan</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Go on with this run from its last checkpoint</source>
        <translation>Lanjutkan proses pelatihan ini dari checkpoint terakhirnya</translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation>Perpanjang…</translation>
    </message>
    <message>
        <source>Train every fold of this run for some epochs more</source>
        <translation>Latih setiap fold dalam proses pelatihan ini beberapa epoch lagi</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Jeda</translation>
    </message>
    <message>
        <source>Rest after the batch that runs: the computer is free until you resume</source>
        <translation>Jeda setelah batch yang sedang berjalan: komputer bebas dipakai sampai Anda melanjutkan</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>Lanjutkan pelatihan</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>End this training; what it has done is kept and can be continued later</source>
        <translation>Akhiri pelatihan ini; hasil sejauh ini disimpan dan dapat dilanjutkan nanti</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Siap</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Menyiapkan</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Pelatihan berjalan</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Menjeda…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Menunggu</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Dijeda</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Menghentikan…</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Belum selesai</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gagal</translation>
    </message>
    <message>
        <source>Choose settings on the left and start, or open an earlier run.</source>
        <translation>Pilih pengaturan di sebelah kiri lalu mulai, atau buka pelatihan sebelumnya.</translation>
    </message>
    <message>
        <source>the batch that runs is ended first</source>
        <translation>batch yang sedang berjalan diselesaikan lebih dulu</translation>
    </message>
    <message>
        <source>the batch that runs is ended and a checkpoint written</source>
        <translation>batch yang sedang berjalan diselesaikan dan checkpoint ditulis</translation>
    </message>
    <message>
        <source>%1 The run tries again by itself every few seconds.</source>
        <translation>%1 Proses pelatihan mencoba lagi sendiri setiap beberapa detik.</translation>
    </message>
    <message>
        <source>the computer is free; the run goes on where it rests</source>
        <translation>komputer bebas dipakai; proses pelatihan dilanjutkan dari titik jedanya</translation>
    </message>
    <message>
        <source>%1 of %2 cells</source>
        <translation>%1 dari %2 sel</translation>
    </message>
    <message>
        <source>%1 left at most</source>
        <translation>sisa paling lama %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunLog</name>
    <message>
        <source>Log of the run</source>
        <translation>Log proses pelatihan</translation>
    </message>
    <message>
        <source>Waiting: %1 %2</source>
        <translation>Menunggu: %1 %2</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Dijeda</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Pelatihan berjalan</translation>
    </message>
    <message>
        <source>, best so far</source>
        <translation>, terbaik sejauh ini</translation>
    </message>
    <message>
        <source>Fold %1, epoch %2: validation %3, loss %4; training %5, loss %6 (%7)%8</source>
        <translation>Fold %1, epoch %2: validasi %3, loss %4; latih %5, loss %6 (%7)%8</translation>
    </message>
    <message>
        <source>Fold %1 is done after %2 epochs: test %3, loss %4 with the weights of epoch %5</source>
        <translation>Fold %1 selesai setelah %2 epoch: uji %3, loss %4 dengan bobot dari epoch %5</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunNotes</name>
    <message>
        <source>Show which tensors were not loaded</source>
        <translation>Tampilkan tensor yang tidak dimuat</translation>
    </message>
    <message>
        <source>Tensors that were not loaded</source>
        <translation>Tensor yang tidak dimuat</translation>
    </message>
    <message>
        <source>Pretrained weights: %1 of %2 tensors loaded, %3 not</source>
        <translation>Bobot pralatih: %1 dari %2 tensor dimuat, %3 tidak</translation>
    </message>
    <message>
        <source>started at random: %1</source>
        <translation>dimulai secara acak: %1</translation>
    </message>
    <message>
        <source>in the file, not used: %1</source>
        <translation>ada di berkas, tidak dipakai: %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::RunView</name>
    <message>
        <source>What is shown of the run</source>
        <translation>Bagian proses pelatihan yang ditampilkan</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Fold whose model is used</source>
        <translation>Fold yang modelnya dipakai</translation>
    </message>
    <message>
        <source>Use for classifying</source>
        <translation>Pakai untuk klasifikasi</translation>
    </message>
    <message>
        <source>Classify cells with the best model of this fold</source>
        <translation>Klasifikasikan sel dengan model terbaik dari fold ini</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Laporan…</translation>
    </message>
    <message>
        <source>Save settings, curves and the table of folds as PDF</source>
        <translation>Simpan pengaturan, kurva, dan tabel fold sebagai PDF</translation>
    </message>
    <message>
        <source>Table of folds</source>
        <translation>Tabel fold</translation>
    </message>
    <message>
        <source>Notes (%1)</source>
        <translation>Catatan (%1)</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleCase</name>
    <message>
        <source>A second reading is open in Classify: leave or finish it first.</source>
        <translation>Pembacaan kedua sedang terbuka di Klasifikasi: tinggalkan atau selesaikan terlebih dahulu.</translation>
    </message>
    <message>
        <source>Pictures of yours wait in Classify for a model: choose one first.</source>
        <translation>Gambar Anda di Klasifikasi menunggu model: pilih model terlebih dahulu.</translation>
    </message>
    <message>
        <source>Looking for the sample case</source>
        <translation>Mencari kasus contoh</translation>
    </message>
    <message>
        <source>The sample case could not be looked for.</source>
        <translation>Kasus contoh tidak dapat dicari.</translation>
    </message>
    <message>
        <source>Demonstration cells</source>
        <translation>Sel demonstrasi</translation>
    </message>
    <message>
        <source>The demonstration cells could not be made.</source>
        <translation>Sel demonstrasi tidak dapat dibuat.</translation>
    </message>
    <message>
        <source>Another training is running, and the sample needs one of its own. Look around again when it has ended.</source>
        <translation>Pelatihan lain sedang berjalan, dan contoh ini memerlukan pelatihannya sendiri. Jelajahi kembali setelah pelatihan itu selesai.</translation>
    </message>
    <message>
        <source>The sample&apos;s training failed.</source>
        <translation>Pelatihan untuk contoh gagal.</translation>
    </message>
    <message>
        <source>Choosing unseen cells</source>
        <translation>Memilih sel yang belum pernah dilihat</translation>
    </message>
    <message>
        <source>The unseen cells could not be chosen.</source>
        <translation>Sel yang belum pernah dilihat tidak dapat dipilih.</translation>
    </message>
    <message>
        <source>Sample (demonstration cells)</source>
        <extracomment>name of a case</extracomment>
        <translation>Contoh (sel demonstrasi)</translation>
    </message>
    <message>
        <source>Reading the case</source>
        <translation>Membaca kasus</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleEditor</name>
    <message>
        <source>Comment for the report</source>
        <translation>Komentar untuk laporan</translation>
    </message>
    <message>
        <source>Sample of</source>
        <translation>Tanggal sampel</translation>
    </message>
    <message>
        <source>When the sample was taken</source>
        <translation>Waktu pengambilan sampel</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Bahan</translation>
    </message>
    <message>
        <source>What lay under the microscope</source>
        <translation>Bahan yang diamati di bawah mikroskop</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Komentar</translation>
    </message>
    <message>
        <source>Printed on the report; saved as soon as you leave the field</source>
        <translation>Dicetak pada laporan; disimpan begitu Anda meninggalkan kolom ini</translation>
    </message>
    <message>
        <source>This session is signed: reopen it in Classify to change its sample.</source>
        <translation>Sesi ini sudah ditandatangani: buka kembali di Klasifikasi untuk mengubah sampelnya.</translation>
    </message>
    <message>
        <source>Saving the sample</source>
        <translation>Menyimpan sampel</translation>
    </message>
    <message>
        <source>The sample was not saved.</source>
        <translation>Sampel tidak disimpan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SampleStrip</name>
    <message>
        <source>Take the tour</source>
        <translation>Ikuti tur</translation>
    </message>
    <message>
        <source>Be shown round the window meanwhile, about a minute</source>
        <translation>Ikuti pengenalan jendela ini sambil menunggu, sekitar satu menit</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Tampilkan</translation>
    </message>
    <message>
        <source>Open the sample case in Classify</source>
        <translation>Buka kasus contoh di Klasifikasi</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Look around once more; what is done already is used</source>
        <translation>Jelajahi sekali lagi; yang sudah selesai akan dipakai</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Stop making the sample; what is done is kept</source>
        <translation>Hentikan pembuatan contoh; hasil sejauh ini disimpan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Tutup pesan ini</translation>
    </message>
    <message>
        <source>Sample, step 1 of 3: demonstration cells are drawn.</source>
        <translation>Contoh, langkah 1 dari 3: sel demonstrasi sedang digambar.</translation>
    </message>
    <message>
        <source>Sample, step 2 of 3: the training rests. Resume it in Train.</source>
        <translation>Contoh, langkah 2 dari 3: pelatihan dijeda. Lanjutkan di Latih.</translation>
    </message>
    <message>
        <source>Sample, step 2 of 3: a model learns from these cells. Train shows how.</source>
        <translation>Contoh, langkah 2 dari 3: model sedang belajar dari sel ini. Prosesnya terlihat di Latih.</translation>
    </message>
    <message>
        <source>The sample case is ready.</source>
        <translation>Kasus contoh sudah siap.</translation>
    </message>
    <message>
        <source>The sample case is ready, but not shown.</source>
        <translation>Kasus contoh sudah siap, tetapi tidak ditampilkan.</translation>
    </message>
    <message>
        <source>Sample, step 3 of 3: the model classifies cells that it has never seen.</source>
        <translation>Contoh, langkah 3 dari 3: model mengklasifikasikan sel yang belum pernah dilihatnya.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ScaleBar</name>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 nm</source>
        <translation>%1 nm</translation>
    </message>
    <message>
        <source>%1 µm</source>
        <translation>%1 µm</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SessionsPanel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Sessions of the patient</source>
        <translation>Sesi pasien</translation>
    </message>
    <message>
        <source>Return or a double click opens a session in Classify</source>
        <translation>Return atau klik ganda membuka sesi di Klasifikasi</translation>
    </message>
    <message>
        <source>Days since the start of treatment</source>
        <translation>Hari sejak awal pengobatan</translation>
    </message>
    <message>
        <source>No session has identified cells yet: the course appears with the first of them.</source>
        <translation>Belum ada sesi dengan sel teridentifikasi: grafik perjalanan muncul begitu ada yang pertama.</translation>
    </message>
    <message>
        <source>Show days since the recorded start of treatment in place of dates</source>
        <translation>Tampilkan hari sejak awal pengobatan yang tercatat sebagai ganti tanggal</translation>
    </message>
    <message>
        <source>Record the start of treatment among the facts first.</source>
        <translation>Catat dahulu awal pengobatan pada data pasien.</translation>
    </message>
    <message>
        <source>%1 of %2 identified cells; Wilson interval: counting error only</source>
        <translation>%1 dari %2 sel teridentifikasi; interval Wilson: hanya galat hitung</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tanggal</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>Bahan</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Blasts (95 % interval)</source>
        <translation>Blas (interval 95 %)</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Ditandatangani oleh</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Jumlah</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingEditor</name>
    <message>
        <source>Tables (*.csv *.tsv);;All files (*)</source>
        <translation>Tabel (*.csv *.tsv);;Semua berkas (*)</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Pulihkan bawaan</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Cari pengaturan</translation>
    </message>
    <message>
        <source>Words that stand in a setting of any section (%1)</source>
        <translation>Kata yang ada dalam pengaturan di bagian mana pun (%1)</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Bagian</translation>
    </message>
    <message>
        <source>No such setting</source>
        <translation>Tidak ada pengaturan itu</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Umum</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klasifikasi</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Penyimpanan</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Komputasi</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Pintasan</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Berkas pengaturan</translation>
    </message>
    <message>
        <source>All sections in one file, for another seat or for later. Your name, what you opened last and the address of a server are not in it.</source>
        <translation>Semua bagian dalam satu berkas, untuk komputer lain atau untuk nanti. Nama Anda, yang terakhir Anda buka, dan alamat server tidak termasuk.</translation>
    </message>
    <message>
        <source>Set the settings of all sections, but for the shortcuts, back to how they were delivered</source>
        <translation>Kembalikan pengaturan semua bagian, kecuali pintasan, ke nilai bawaan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsForm</name>
    <message>
        <source>Data and protocol</source>
        <translation>Data dan protokol</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Jaringan</translation>
    </message>
    <message>
        <source>Optimisation</source>
        <translation>Optimasi</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentasi</translation>
    </message>
    <message>
        <source>Show or hide these settings</source>
        <translation>Tampilkan atau sembunyikan pengaturan ini</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Lainnya</translation>
    </message>
    <message>
        <source>Show or hide settings that are seldom changed</source>
        <translation>Tampilkan atau sembunyikan pengaturan yang jarang diubah</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Ringkas</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsImportDialog</name>
    <message>
        <source>Import settings</source>
        <translation>Impor pengaturan</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) will change</source>
        <translation>
            <numerusform>%Ln pengaturan akan berubah</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing will change</source>
        <translation>Tidak ada yang akan berubah</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) of the file are the same here.</source>
        <translation>
            <numerusform>%Ln pengaturan dalam berkas sama dengan yang ada di sini.</numerusform>
        </translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>Yang akan berubah</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Sekarang</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Menjadi</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) of the file cannot be taken over</source>
        <translation>
            <numerusform>%Ln entri berkas tidak dapat diterapkan</numerusform>
        </translation>
    </message>
    <message>
        <source>What cannot be taken over</source>
        <translation>Yang tidak dapat diterapkan</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Terapkan</translation>
    </message>
    <message>
        <source>Apply the rest</source>
        <translation>Terapkan sisanya</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsPage</name>
    <message>
        <source>Click into a field and press the keys. They hold at once. Keys of review without Ctrl (digits, letters, Space, Enter) are fixed, and so are those on slides and in lists of cells; ? shows them in Classify.</source>
        <translation>Klik pada kolom, lalu tekan tombolnya. Pintasan langsung berlaku. Tombol peninjauan tanpa Ctrl (angka, huruf, Spasi, Enter) bersifat tetap, begitu pula tombol pada preparat dan dalam daftar sel; ? menampilkannya di Klasifikasi.</translation>
    </message>
    <message>
        <source>Set all shortcuts back</source>
        <translation>Kembalikan semua pintasan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SettingsTransfer</name>
    <message>
        <source>Export settings…</source>
        <translation>Ekspor pengaturan…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>Impor pengaturan…</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>Urungkan impor</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Ekspor pengaturan</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Pengaturan (*.json)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Tersimpan: %1</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Impor pengaturan</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Tidak ada yang diubah.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln setting(s) were changed. They can be taken back until this dialog is closed.</source>
        <translation>
            <numerusform>%Ln pengaturan telah diubah. Perubahan dapat diurungkan sampai dialog ini ditutup.</numerusform>
        </translation>
    </message>
    <message>
        <source>The import was taken back.</source>
        <translation>Impor telah diurungkan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ShortcutEditor</name>
    <message>
        <source>Press the keys that shall do this</source>
        <translation>Tekan tombol untuk tindakan ini</translation>
    </message>
    <message>
        <source>Set back to %1</source>
        <translation>Kembalikan ke %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 was not taken. %2</source>
        <translation>%1 tidak diterapkan. %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SimilarCells</name>
    <message>
        <source>Training cell, %1</source>
        <translation>Sel latih, %1</translation>
    </message>
    <message>
        <source>%1
Training cell, %2. Click to enlarge it.</source>
        <extracomment>a file, its class; shown while the pointer rests on a training cell</extracomment>
        <translation>%1
Sel latih, %2. Klik untuk memperbesar.</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <extracomment>a class, how many of the nearest training cells are of it, and how many were looked at</extracomment>
        <translation>%1 %2 dari %3</translation>
    </message>
    <message>
        <source>Most like these training cells: %1</source>
        <translation>Paling mirip dengan sel latih ini: %1</translation>
    </message>
    <message>
        <source>The training cells that the model&apos;s last layer finds nearest to this one, by their labels. Pictures are shown of those that were read on this computer and still are there.</source>
        <translation>Sel latih yang menurut lapisan terakhir model paling dekat dengan sel ini, menurut labelnya. Gambar yang ditampilkan hanya milik sel yang dibaca di komputer ini dan masih ada.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideBar</name>
    <message>
        <source>Open…</source>
        <translation>Buka…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Folder…</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Geser</translation>
    </message>
    <message>
        <source>Move the slide by dragging, choose cells by clicking (V)</source>
        <translation>Geser preparat dengan menyeret, pilih sel dengan klik (V)</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Persegi panjang</translation>
    </message>
    <message>
        <source>Draw a rectangle: cells are then sought in it (E)</source>
        <translation>Gambarkan persegi panjang: sel lalu dicari di dalamnya (E)</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Poligon</translation>
    </message>
    <message>
        <source>Draw a polygon by clicks, closed by a double click: cells are then sought in it (P)</source>
        <translation>Gambarkan poligon dengan klik, ditutup dengan klik ganda: sel lalu dicari di dalamnya (P)</translation>
    </message>
    <message>
        <source>Mark a cell</source>
        <translation>Tandai sel</translation>
    </message>
    <message>
        <source>Click a white cell that was missed (A)</source>
        <translation>Klik sel darah putih yang terlewat (A)</translation>
    </message>
    <message>
        <source>Whole slide</source>
        <translation>Seluruh preparat</translation>
    </message>
    <message>
        <source>Show the whole slide (Home)</source>
        <translation>Tampilkan seluruh preparat (Home)</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Putar</translation>
    </message>
    <message>
        <source>Turn by 90° (R; Shift+R: the other way)</source>
        <translation>Putar 90° (R; Shift+R: arah sebaliknya)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Urungkan</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Ulangi</translation>
    </message>
    <message>
        <source>Find cells</source>
        <translation>Cari sel</translation>
    </message>
    <message>
        <source>How to find cells</source>
        <translation>Cara mencari sel</translation>
    </message>
    <message>
        <source>Where, and how many</source>
        <translation>Di mana dan berapa banyak</translation>
    </message>
    <message>
        <source>Send to Classify</source>
        <translation>Kirim ke Klasifikasi</translation>
    </message>
    <message>
        <source>Find on every slide of the list</source>
        <translation>Cari di setiap preparat dalam daftar</translation>
    </message>
    <message>
        <source>Forget the drawn area</source>
        <translation>Lupakan area yang digambar</translation>
    </message>
    <message>
        <source>Only where cells lie side by side</source>
        <translation>Hanya di tempat sel terletak berdampingan</translation>
    </message>
    <message>
        <source>Passes over parts of a smear that are empty or in which red cells lie on one another</source>
        <translation>Melewati bagian apusan yang kosong atau yang sel darah merahnya bertumpuk</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Semua sel</translation>
    </message>
    <message>
        <source>Stop after %L1 cells a slide</source>
        <translation>Berhenti setelah %L1 sel per preparat</translation>
    </message>
    <message>
        <source>Looked for in scattered parts, so that they come from the whole area</source>
        <translation>Dicari di bagian yang tersebar, agar sel berasal dari seluruh area</translation>
    </message>
    <message>
        <source>With the program&apos;s own finder</source>
        <translation>Dengan pencari bawaan program</translation>
    </message>
    <message>
        <source>Finds white cells by their stained nuclei; needs no training</source>
        <translation>Mencari sel darah putih dari intinya yang terwarnai; tidak perlu pelatihan</translation>
    </message>
    <message>
        <source>Choose a trained finder…</source>
        <translation>Pilih pencari sel terlatih…</translation>
    </message>
    <message>
        <source>Train a finder…</source>
        <translation>Latih pencari sel…</translation>
    </message>
    <message>
        <source>From fields in which somebody drew boxes around the cells</source>
        <translation>Dari bidang pandang yang selnya sudah diberi kotak oleh seseorang</translation>
    </message>
    <message>
        <source>With %1</source>
        <translation>Dengan %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Find cells in the area</source>
        <translation>Cari sel di area ini</translation>
    </message>
    <message>
        <source>Stop the search; what was found stays</source>
        <translation>Hentikan pencarian; yang sudah ditemukan tetap ada</translation>
    </message>
    <message>
        <source>Look for white cells in the drawn area (F)</source>
        <translation>Cari sel darah putih di area yang digambar (F)</translation>
    </message>
    <message>
        <source>Look for white cells on the whole slide (F)</source>
        <translation>Cari sel darah putih di seluruh preparat (F)</translation>
    </message>
    <message>
        <source>Send %L1 to Classify</source>
        <translation>Kirim %L1 ke Klasifikasi</translation>
    </message>
    <message>
        <source>Open slides or photographs of fields</source>
        <translation>Buka preparat atau foto bidang pandang</translation>
    </message>
    <message>
        <source>Open all slides and pictures of a folder</source>
        <translation>Buka semua preparat dan gambar dalam folder</translation>
    </message>
    <message>
        <source>Take back the last change of marks</source>
        <translation>Urungkan perubahan penanda yang terakhir</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>Lakukan lagi</translation>
    </message>
    <message>
        <source>Cut out the cells that were found or marked, and classify them in the open case</source>
        <translation>Potong sel yang ditemukan atau ditandai, lalu klasifikasikan dalam kasus yang terbuka</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideCellPanel</name>
    <message>
        <source>Cell</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Click a cell on the slide to see it here.</source>
        <translation>Klik sel pada preparat untuk melihatnya di sini.</translation>
    </message>
    <message>
        <source>Picture of the cell</source>
        <translation>Gambar sel</translation>
    </message>
    <message>
        <source>Outlines of nucleus and cell</source>
        <translation>Garis tepi inti dan sel</translation>
    </message>
    <message>
        <source>Nucleus yellow, whole cell green, as the program sees them</source>
        <translation>Inti kuning, seluruh sel hijau, sebagaimana dikenali program</translation>
    </message>
    <message>
        <source>Show in Classify</source>
        <translation>Tampilkan di Klasifikasi</translation>
    </message>
    <message>
        <source>Go to this cell&apos;s card</source>
        <translation>Buka kartu sel ini</translation>
    </message>
    <message>
        <source>No cell</source>
        <translation>Bukan sel</translation>
    </message>
    <message>
        <source>This is no white cell: take the mark out. A cell that is in the case is left out of its counts, or counted again (Del)</source>
        <translation>Ini bukan sel darah putih: hapus penandanya. Sel yang ada dalam kasus dikeluarkan dari hitungan, atau dihitung kembali (Del)</translation>
    </message>
    <message>
        <source>Measuring a cell</source>
        <translation>Mengukur sel</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Hitung kembali</translation>
    </message>
    <message>
        <source>No nucleus was made out in this picture.</source>
        <translation>Tidak ada inti yang dikenali pada gambar ini.</translation>
    </message>
    <message>
        <source>Area of the cell</source>
        <translation>Luas sel</translation>
    </message>
    <message>
        <source>Area of the nucleus</source>
        <translation>Luas inti</translation>
    </message>
    <message>
        <source>Nucleus to cell</source>
        <translation>Rasio inti terhadap sel</translation>
    </message>
    <message>
        <source>Roundness of the cell</source>
        <translation>Kebundaran sel</translation>
    </message>
    <message>
        <source>Roundness of the nucleus</source>
        <translation>Kebundaran inti</translation>
    </message>
    <message>
        <source>Lobes of the nucleus</source>
        <translation>Lobus inti</translation>
    </message>
    <message>
        <source>Entropy of the nucleus</source>
        <extracomment>Shannon entropy of its grey levels: how rich its texture is</extracomment>
        <translation>Entropi inti</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 bit</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideFactsPanel</name>
    <message>
        <source>Slide</source>
        <translation>Preparat</translation>
    </message>
    <message>
        <source>µm per px</source>
        <translation>µm per px</translation>
    </message>
    <message>
        <source>How large a pixel is. Sizes of cells are judged by it; empty: what the file says, or what the red cells tell</source>
        <translation>Besar satu piksel, yang dipakai untuk menilai ukuran sel; kosong: menurut berkas atau menurut sel darah merah</translation>
    </message>
    <message>
        <source>Label and overview</source>
        <translation>Label dan ikhtisar</translation>
    </message>
    <message>
        <source>Pictures that the scanner took besides. The label may name the patient: it is shown only here, and only when chosen</source>
        <translation>Gambar tambahan dari pemindai. Label mungkin memuat nama pasien: hanya ditampilkan di sini, dan hanya bila dipilih</translation>
    </message>
    <message>
        <source>Scanner&apos;s notes</source>
        <translation>Catatan pemindai</translation>
    </message>
    <message>
        <source>All that the scanner wrote into the file</source>
        <translation>Semua yang ditulis pemindai ke dalam berkas</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Gambar</translation>
    </message>
    <message>
        <source>Slide (%1)</source>
        <translation>Preparat (%1)</translation>
    </message>
    <message>
        <source>objective %1×</source>
        <translation>objektif %1×</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>belum diketahui</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>sesuai isian</translation>
    </message>
    <message>
        <source>from the file</source>
        <translation>dari berkas</translation>
    </message>
    <message>
        <source>from the red cells</source>
        <translation>dari sel darah merah</translation>
    </message>
    <message>
        <source>Label (may name the patient)</source>
        <translation>Label (mungkin memuat nama pasien)</translation>
    </message>
    <message>
        <source>Whole glass</source>
        <translation>Seluruh kaca objek</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Ikhtisar</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Sembunyikan</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>angka dari %1 sampai %2</translation>
    </message>
    <message>
        <source>Reading a picture of the slide</source>
        <translation>Membaca gambar preparat</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideList</name>
    <message>
        <source>Slides and fields</source>
        <translation>Preparat dan bidang pandang</translation>
    </message>
    <message>
        <source>Close slide</source>
        <translation>Tutup preparat</translation>
    </message>
    <message>
        <source>Cells go to the open case, which has no name yet</source>
        <translation>Sel masuk ke kasus yang terbuka, yang belum bernama</translation>
    </message>
    <message>
        <source>Cells go to the case %1</source>
        <translation>Sel masuk ke kasus %1</translation>
    </message>
    <message>
        <source>Take the shown slide from the list; its cells stay with the case</source>
        <translation>Keluarkan preparat yang ditampilkan dari daftar; selnya tetap dalam kasus</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideListModel</name>
    <message>
        <source>cannot be opened</source>
        <translation>tidak dapat dibuka</translation>
    </message>
    <message>
        <source>no cells marked</source>
        <translation>belum ada sel bertanda</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln sel</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideMarks</name>
    <message>
        <source>Reading the cells on slides</source>
        <translation>Membaca sel pada preparat</translation>
    </message>
    <message>
        <source>The cells on slides could not be read.</source>
        <translation>Sel pada preparat tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>The cells on slides are being read. Try again in a moment.</source>
        <translation>Sel pada preparat sedang dibaca. Coba lagi sebentar lagi.</translation>
    </message>
    <message>
        <source>find cells</source>
        <translation>cari sel</translation>
    </message>
    <message>
        <source>mark a cell</source>
        <translation>tandai sel</translation>
    </message>
    <message>
        <source>take out a mark</source>
        <translation>hapus penanda</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideSession</name>
    <message>
        <source>Finding slides</source>
        <translation>Mencari preparat</translation>
    </message>
    <message>
        <source>The slides could not be opened.</source>
        <translation>Preparat tidak dapat dibuka.</translation>
    </message>
    <message>
        <source>Nothing was opened there.</source>
        <translation>Tidak ada yang dibuka dari sana.</translation>
    </message>
    <message>
        <source>Opening the slide</source>
        <translation>Membuka preparat</translation>
    </message>
    <message>
        <source>Marking a cell</source>
        <translation>Menandai sel</translation>
    </message>
    <message>
        <source>The cell could not be marked.</source>
        <translation>Sel tidak dapat ditandai.</translation>
    </message>
    <message>
        <source>take out marks</source>
        <translation>hapus penanda</translation>
    </message>
    <message>
        <source>count cells again</source>
        <translation>hitung kembali sel</translation>
    </message>
    <message>
        <source>leave cells out</source>
        <translation>keluarkan sel</translation>
    </message>
    <message>
        <source>There is no model that could classify them. Choose one in Classify, then send the cells.</source>
        <translation>Tidak ada model untuk mengklasifikasikannya. Pilih model di Klasifikasi, lalu kirim selnya.</translation>
    </message>
    <message>
        <source>There is no cell to hand over. Find cells first, or mark one.</source>
        <translation>Tidak ada sel untuk dikirim. Cari sel dahulu, atau tandai satu sel.</translation>
    </message>
    <message>
        <source>Cutting out cells</source>
        <translation>Memotong sel</translation>
    </message>
    <message>
        <source>Stopped: no cell was handed over.</source>
        <translation>Dihentikan: tidak ada sel yang dikirim.</translation>
    </message>
    <message>
        <source>The cells could not be cut out.</source>
        <translation>Sel tidak dapat dipotong.</translation>
    </message>
    <message>
        <source>Another case was opened meanwhile: the cells were not handed over.</source>
        <translation>Kasus lain telah dibuka sementara itu: sel tidak dikirim.</translation>
    </message>
    <message>
        <source>The cells were not handed over.</source>
        <translation>Sel tidak dikirim.</translation>
    </message>
    <message>
        <source>A cell could not be cut out.</source>
        <translation>Satu sel tidak dapat dipotong.</translation>
    </message>
    <message>
        <source>Finding cells</source>
        <translation>Mencari sel</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) were found and not marked.</source>
        <translation>
            <numerusform>%Ln sel ditemukan tetapi tidak ditandai.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another case was opened, or this one anew: the search was stopped.</source>
        <translation>Kasus lain dibuka, atau kasus ini dibuka ulang: pencarian dihentikan.</translation>
    </message>
    <message>
        <source>A slide could not be searched.</source>
        <translation>Satu preparat tidak dapat ditelusuri.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) of the slide could not be read; the rest was searched.</source>
        <translation>
            <numerusform>%Ln bagian preparat tidak dapat dibaca; selebihnya sudah ditelusuri.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. Cells found so far: %L1.</source>
        <translation>Dihentikan. Sel yang ditemukan sejauh ini: %L1.</translation>
    </message>
    <message>
        <source>The search broke off.</source>
        <translation>Pencarian terputus.</translation>
    </message>
    <message>
        <source>No further cells were found.</source>
        <translation>Tidak ada sel lain yang ditemukan.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s) found.</source>
        <translation>
            <numerusform>%Ln sel ditemukan.</numerusform>
        </translation>
    </message>
    <message>
        <source>How large a pixel is could not be told: the file does not say, and there are too few red cells to measure. Type the µm per px, then search again.</source>
        <translation>Besar satu piksel tidak dapat ditentukan: berkas tidak menyebutkannya, dan sel darah merah terlalu sedikit untuk diukur. Isikan µm per px, lalu cari lagi.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlideView</name>
    <message>
        <source>Slide</source>
        <translation>Preparat</translation>
    </message>
    <message>
        <source>Arrow keys move, plus and minus zoom, Home shows the whole slide, 1 shows it at 100 %, R turns it.</source>
        <translation>Tombol panah menggeser, plus dan minus mengatur zoom, Home menampilkan seluruh preparat, 1 menampilkannya pada 100 %, R memutarnya.</translation>
    </message>
    <message>
        <source>This part of the slide cannot be read. %1 %2</source>
        <translation>Bagian preparat ini tidak dapat dibaca. %1 %2</translation>
    </message>
    <message>
        <source>Drag to choose a rectangle. Wheel: zoom. Middle button: move.</source>
        <translation>Seret untuk memilih persegi panjang. Roda: zoom. Tombol tengah: geser.</translation>
    </message>
    <message>
        <source>Click the corners of the area; a double click or Enter closes it, Escape gives it up.</source>
        <translation>Klik sudut-sudut area; klik ganda atau Enter menutupnya, Escape membatalkannya.</translation>
    </message>
    <message>
        <source>Click a cell that was not found. Wheel: zoom. Drag: move.</source>
        <translation>Klik sel yang tidak ditemukan. Roda: zoom. Seret: geser.</translation>
    </message>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: zoom in. Home: whole slide. R: turn.</source>
        <translation>Roda: zoom. Seret: geser. Klik ganda: perbesar. Home: seluruh preparat. R: putar.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SlidesWorkspace</name>
    <message>
        <source>Slides</source>
        <translation>Preparat</translation>
    </message>
    <message>
        <source>Drop slides or photographs of fields here</source>
        <translation>Lepaskan preparat atau foto bidang pandang di sini</translation>
    </message>
    <message>
        <source>Whole slides (SVS, NDPI, MRXS, SCN, TIFF and others) and pictures of fields. White cells are found in them, cut out and handed to Classify.</source>
        <translation>Citra preparat utuh (SVS, NDPI, MRXS, SCN, TIFF, dan lainnya) dan gambar bidang pandang. Sel darah putih di dalamnya dicari, dipotong, lalu dikirim ke Klasifikasi.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Buka…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Buka folder…</translation>
    </message>
    <message>
        <source>Try demonstration fields</source>
        <translation>Coba bidang pandang demonstrasi</translation>
    </message>
    <message>
        <source>Draw fields of a smear, nobody&apos;s, and open them</source>
        <translation>Gambarkan bidang pandang apusan yang bukan dari pasien mana pun, lalu buka</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Hitung jenis</translation>
    </message>
    <message>
        <source>This slide</source>
        <translation>Preparat ini</translation>
    </message>
    <message>
        <source>Cells of the shown slide</source>
        <translation>Sel pada preparat yang ditampilkan</translation>
    </message>
    <message>
        <source>All slides</source>
        <translation>Semua preparat</translation>
    </message>
    <message>
        <source>Cells of all slides and fields of this case</source>
        <translation>Sel dari semua preparat dan bidang pandang kasus ini</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>Lepaskan untuk membuka</translation>
    </message>
    <message>
        <source>A part of the slide could not be read.</source>
        <translation>Sebagian preparat tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>Open slides or fields</source>
        <translation>Buka preparat atau bidang pandang</translation>
    </message>
    <message>
        <source>Slides and pictures (*.svs *.ndpi *.mrxs *.scn *.vms *.vmu *.bif *.svslide *.tif *.tiff *.bmp *.png *.jpg *.jpeg *.webp);;All files (*)</source>
        <translation>Preparat dan gambar (*.svs *.ndpi *.mrxs *.scn *.vms *.vmu *.bif *.svslide *.tif *.tiff *.bmp *.png *.jpg *.jpeg *.webp);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Open a folder of slides or fields</source>
        <translation>Buka folder berisi preparat atau bidang pandang</translation>
    </message>
    <message>
        <source>Drawing fields</source>
        <translation>Menggambar bidang pandang</translation>
    </message>
    <message>
        <source>The fields could not be drawn.</source>
        <translation>Bidang pandang tidak dapat digambar.</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>Membuka %1 …</translation>
    </message>
    <message>
        <source>%1 is not open. Open it again.</source>
        <translation>%1 tidak terbuka. Buka lagi.</translation>
    </message>
    <message>
        <source>%1, x %2, y %3</source>
        <translation>%1, x %2, y %3</translation>
    </message>
    <message>
        <source>Hidden while answers are concealed.</source>
        <translation>Tersembunyi selama jawaban disamarkan.</translation>
    </message>
    <message>
        <source>No cell is classified yet. Find cells, then send them to Classify.</source>
        <translation>Belum ada sel yang diklasifikasikan. Cari sel, lalu kirim ke Klasifikasi.</translation>
    </message>
    <message>
        <source>Choose slides or pictures</source>
        <translation>Pilih preparat atau gambar</translation>
    </message>
    <message>
        <source>Choose a folder of slides or pictures</source>
        <translation>Pilih folder berisi preparat atau gambar</translation>
    </message>
    <message>
        <source>Slide and chosen cell</source>
        <translation>Preparat dan sel terpilih</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitGrid</name>
    <message>
        <source>Split of subjects into folds</source>
        <translation>Pembagian subjek ke dalam fold</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>Fold %1</translation>
    </message>
    <message>
        <source>%1, fold %2</source>
        <translation>%1, fold %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n cell(s)</source>
        <translation>
            <numerusform>%1: %n sel</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SplitPanel</name>
    <message>
        <source>Split</source>
        <translation>Pembagian</translation>
    </message>
    <message>
        <source>Table of the split</source>
        <translation>Tabel pembagian</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv);;All files (*)</source>
        <translation>Tabel (*.csv *.tsv);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>Membagi</translation>
    </message>
    <message>
        <source>Test parts: a fold differs from the mean by %1 % of the cells at most.</source>
        <translation>Bagian uji: selisih suatu fold dari rata-rata paling banyak %1 % sel.</translation>
    </message>
    <message>
        <source>Within a class by %1 % at most (%2, fold %3).</source>
        <translation>Dalam satu kelas paling banyak %1 % (%2, fold %3).</translation>
    </message>
    <message>
        <source>No subject is known: pictures of one patient may be in training and in test.</source>
        <translation>Subjek tidak diketahui: gambar dari satu pasien mungkin ada di bagian latih dan uji sekaligus.</translation>
    </message>
    <message>
        <source>No subject is in two parts of a fold.</source>
        <translation>Tidak ada subjek yang berada di dua bagian suatu fold.</translation>
    </message>
    <message numerus="yes">
        <source>Optimistic: %n patient(s) are shared between training and test.</source>
        <translation>
            <numerusform>Optimistis: %n pasien ada di bagian latih sekaligus bagian uji.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StateStrip</name>
    <message>
        <source>Second reader&apos;s name</source>
        <translation>Nama pembaca kedua</translation>
    </message>
    <message>
        <source>Name of the second reader; an unfinished reading under this name is continued</source>
        <translation>Nama pembaca kedua; pembacaan yang belum selesai atas nama ini dilanjutkan</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>Mulai pembacaan</translation>
    </message>
    <message>
        <source>Decide every cell anew; this case keeps its classes</source>
        <translation>Putuskan ulang setiap sel; kelas pada kasus ini tetap</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Do not start a second reading</source>
        <translation>Jangan mulai pembacaan kedua</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Selesaikan</translation>
    </message>
    <message>
        <source>Finish this reading; it cannot be changed afterwards</source>
        <translation>Selesaikan pembacaan ini; sesudahnya tidak dapat diubah</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Back to the case; this reading is kept and can be continued</source>
        <translation>Kembali ke kasus; pembacaan ini disimpan dan dapat dilanjutkan</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Coba lagi</translation>
    </message>
    <message>
        <source>Open the case anew; it can be changed here once nobody else has it</source>
        <translation>Buka ulang kasus; kasus dapat diubah di sini setelah tidak dibuka orang lain</translation>
    </message>
    <message>
        <source>Show answers</source>
        <translation>Tampilkan jawaban</translation>
    </message>
    <message>
        <source>End the blinded review</source>
        <translation>Akhiri peninjauan tersamar (blinded)</translation>
    </message>
    <message>
        <source>%1 on %2 has had this case open since %3. You can view it here, but not change it.</source>
        <extracomment>who has the case open, on which computer, since when</extracomment>
        <translation>%1 di %2 membuka kasus ini sejak %3. Anda dapat melihatnya di sini, tetapi tidak dapat mengubahnya.</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Seseorang</translation>
    </message>
    <message>
        <source>another computer</source>
        <translation>komputer lain</translation>
    </message>
    <message>
        <source>Second reading: every cell is decided anew, without the model&apos;s answer and the first reader&apos;s.</source>
        <translation>Pembacaan kedua: setiap sel diputuskan ulang, tanpa jawaban model dan jawaban pembaca pertama.</translation>
    </message>
    <message>
        <source>Blinded: the model&apos;s answer to a cell is shown once you have decided it.</source>
        <translation>Tersamar (blinded): jawaban model untuk suatu sel ditampilkan setelah Anda memutuskannya.</translation>
    </message>
    <message>
        <source>Second reading by %1: %2 of %3 cells decided.</source>
        <translation>Pembacaan kedua oleh %1: %2 dari %3 sel diputuskan.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StoreLogin</name>
    <message>
        <source>Case store</source>
        <translation>Penyimpanan kasus</translation>
    </message>
    <message>
        <source>The server of the case store asks for a password</source>
        <translation>Server penyimpanan kasus meminta kata sandi</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kata sandi</translation>
    </message>
    <message>
        <source>Password of this user on the server</source>
        <translation>Kata sandi pengguna ini di server</translation>
    </message>
    <message>
        <source>It is kept until the program is closed, and written nowhere. From PostgreSQL&apos;s password file it is read without being asked for.</source>
        <translation>Disimpan sampai program ditutup, dan tidak ditulis di mana pun. Dari berkas kata sandi PostgreSQL, kata sandi dibaca tanpa ditanyakan.</translation>
    </message>
    <message>
        <source>Other store…</source>
        <translation>Penyimpanan lain…</translation>
    </message>
    <message>
        <source>Choose another case store in Settings; it is used at once</source>
        <translation>Pilih penyimpanan kasus lain di Pengaturan; langsung dipakai</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nanti saja</translation>
    </message>
    <message>
        <source>Work without cases; Cases asks again</source>
        <translation>Bekerja tanpa kasus; Kasus akan menanyakan lagi</translation>
    </message>
    <message>
        <source>%1. Type the password again, or check the user name in the address.</source>
        <extracomment>%1: what the server said</extracomment>
        <translation>%1. Ketik lagi kata sandi, atau periksa nama pengguna di alamatnya.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Menghubungkan…</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Hubungkan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StoreSettingEditor</name>
    <message>
        <source>Standard place</source>
        <translation>Lokasi bawaan</translation>
    </message>
    <message>
        <source>Choose a case file…</source>
        <translation>Pilih berkas kasus…</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Uji koneksi</translation>
    </message>
    <message>
        <source>Connect now; the tables of this program are made where the database has none</source>
        <translation>Hubungkan sekarang; tabel program ini dibuat bila belum ada di basis data</translation>
    </message>
    <message>
        <source>The password is not saved. You are asked for it at each start, unless it stands in PostgreSQL&apos;s password file.</source>
        <translation>Kata sandi tidak disimpan. Anda ditanyai setiap kali program dimulai, kecuali bila tercantum di berkas kata sandi PostgreSQL.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Menghubungkan…</translation>
    </message>
    <message>
        <source>Connecting to the case store</source>
        <translation>Menghubungkan ke penyimpanan kasus</translation>
    </message>
    <message numerus="yes">
        <source>Connected: %Ln case(s) are kept there.</source>
        <translation>
            <numerusform>Terhubung: %Ln kasus tersimpan di sana.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>leukolens::ui::StudySession</name>
    <message>
        <source>A map or learning curve of this run could not be read</source>
        <translation>Suatu peta atau kurva belajar dari proses pelatihan ini tidak dapat dibaca</translation>
    </message>
    <message>
        <source>Making a map</source>
        <translation>Membuat peta</translation>
    </message>
    <message>
        <source>The map could not be made</source>
        <translation>Peta tidak dapat dibuat</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Kurva belajar</translation>
    </message>
    <message>
        <source>The learning curve could not be made</source>
        <translation>Kurva belajar tidak dapat dibuat</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectModel</name>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Kelas</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Tested in fold</source>
        <translation>Diuji di fold</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectsCard</name>
    <message>
        <source>No subject is known of these cells, so there are no facts of any.</source>
        <translation>Subjek sel-sel ini tidak diketahui, jadi tidak ada data subjek.</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Edit facts…</source>
        <translation>Ubah data…</translation>
    </message>
    <message>
        <source>Type in age, sex, white count… of the selected subject (Return)</source>
        <translation>Isikan usia, jenis kelamin, hitung leukosit… dari subjek yang dipilih (Return)</translation>
    </message>
    <message>
        <source>Import facts…</source>
        <translation>Impor data…</translation>
    </message>
    <message>
        <source>Read facts from a CSV or TSV file with one line for each subject</source>
        <translation>Baca data dari berkas CSV atau TSV dengan satu baris untuk setiap subjek</translation>
    </message>
    <message>
        <source>Table of subjects and their facts</source>
        <translation>Tabel subjek dan datanya</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.tab *.txt)</source>
        <translation>Tabel (*.csv *.tsv *.tab *.txt)</translation>
    </message>
    <message>
        <source>Reading facts</source>
        <translation>Membaca data subjek</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SubjectsPage</name>
    <message>
        <source>Subjects, the worst first</source>
        <translation>Subjek, yang terburuk lebih dulu</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Return or a double click shows the subject&apos;s cells</source>
        <translation>Return atau klik ganda menampilkan sel subjek</translation>
    </message>
    <message>
        <source>No subject is known of these cells: what carries the errors cannot be told, and intervals count images.</source>
        <translation>Subjek sel-sel ini tidak diketahui: asal kesalahan tidak dapat ditelusuri, dan interval dihitung per gambar.</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>Subkelompok</translation>
    </message>
    <message>
        <source>Nothing was known of the subjects when this run began: age, sex, immunophenotype, genetics and further columns make subgroups. They are typed in or imported in Data.</source>
        <translation>Tidak ada data subjek ketika proses pelatihan ini dimulai: usia, jenis kelamin, imunofenotipe, genetika, dan kolom lain membentuk subkelompok. Data ini diisikan atau diimpor di Data.</translation>
    </message>
    <message>
        <source>Not one cell of a known subject is called wrong.</source>
        <translation>Tidak satu pun sel dari subjek yang diketahui dinilai salah.</translation>
    </message>
    <message numerus="yes">
        <source>There are %Ln error(s) in all.</source>
        <translation>
            <numerusform>Seluruhnya ada %Ln kesalahan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half of all errors are of %Ln subject(s).</source>
        <translation>
            <numerusform>Separuh dari semua kesalahan berasal dari %Ln subjek.</numerusform>
        </translation>
    </message>
    <message>
        <source>Subject %1 alone has %2 of all errors.</source>
        <translation>Subjek %1 saja menyumbang %2 dari semua kesalahan.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Subjek</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Benar</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Kesalahan</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Sel</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Log loss</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Fold</translation>
    </message>
    <message>
        <source>Called
%1</source>
        <translation>Diprediksi
%1</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Subgroup</source>
        <translation>Subkelompok</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Interval 95 %</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::SummaryStrip</name>
    <message>
        <source>Wilson interval of a counted proportion: counting error only, not errors of the model</source>
        <translation>Interval Wilson untuk proporsi hitungan: hanya galat hitung, bukan kesalahan model</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Tanda tangani</translation>
    </message>
    <message>
        <source>Sign this case</source>
        <translation>Tanda tangani kasus ini</translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation>Frasa sandi Anda</translation>
    </message>
    <message>
        <source>Passphrase for signing</source>
        <translation>Frasa sandi untuk tanda tangan</translation>
    </message>
    <message>
        <source>Your passphrase once more, as your signature; Esc cancels</source>
        <translation>Frasa sandi Anda sekali lagi, sebagai tanda tangan; Esc membatalkan</translation>
    </message>
    <message>
        <source>Sign this case with your name and passphrase; it can be reopened</source>
        <translation>Tanda tangani kasus ini dengan nama dan frasa sandi Anda; kasus dapat dibuka kembali</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>Buka kembali…</translation>
    </message>
    <message>
        <source>Unlock this case for changes; this is recorded</source>
        <translation>Buka kunci kasus ini agar dapat diubah; hal ini dicatat</translation>
    </message>
    <message>
        <source>Why is it reopened?</source>
        <translation>Mengapa dibuka kembali?</translation>
    </message>
    <message>
        <source>Reason for reopening</source>
        <translation>Alasan membuka kembali</translation>
    </message>
    <message>
        <source>Recorded with your name; Esc cancels</source>
        <translation>Dicatat dengan nama Anda; Esc membatalkan</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Buka kembali</translation>
    </message>
    <message>
        <source>Reopen the case for this reason</source>
        <translation>Buka kembali kasus dengan alasan ini</translation>
    </message>
    <message>
        <source>Sign this case with your name; it can be reopened</source>
        <translation>Tanda tangani kasus ini dengan nama Anda; kasus dapat dibuka kembali</translation>
    </message>
    <message>
        <source>Signed by %1
A second signature is needed</source>
        <translation>Ditandatangani oleh %1
Perlu tanda tangan kedua</translation>
    </message>
    <message>
        <source>Signed by %1
%2</source>
        <translation>Ditandatangani oleh %1
%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>(model %1)</source>
        <extracomment>behind the count as people left it: how many the model had called so</extracomment>
        <translation>(model %1)</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 sel</translation>
    </message>
    <message>
        <source>%1 cells</source>
        <translation>%1 sel</translation>
    </message>
    <message>
        <source>corrected: %1</source>
        <translation>dikoreksi: %1</translation>
    </message>
    <message>
        <source>%1 excluded</source>
        <translation>%1 dikeluarkan</translation>
    </message>
    <message>
        <source>%1 not reviewed yet</source>
        <translation>%1 belum ditinjau</translation>
    </message>
    <message>
        <source>all reviewed</source>
        <translation>semua sudah ditinjau</translation>
    </message>
    <message>
        <source>blasts, %1 of %2
95 % interval %3 to %4</source>
        <translation>blas, %1 dari %2
interval 95 % %3 sampai %4</translation>
    </message>
    <message>
        <source>Fewer than 100 identified cells (%1): the percentage is uncertain. 200 is the usual count.</source>
        <translation>Kurang dari 100 sel teridentifikasi (%1): persentasenya tidak pasti. Lazimnya dihitung 200 sel.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TableOpener</name>
    <message>
        <source>Reading the table</source>
        <translation>Membaca tabel</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TourBubble</name>
    <message>
        <source>Skip</source>
        <translation>Lewati</translation>
    </message>
    <message>
        <source>End the tour (Esc)</source>
        <translation>Akhiri tur (Esc)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>The step before (left arrow)</source>
        <translation>Langkah sebelumnya (panah kiri)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Berikutnya</translation>
    </message>
    <message>
        <source>The next step (right arrow)</source>
        <translation>Langkah berikutnya (panah kanan)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>step of the tour, and how many there are</extracomment>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Selesai</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainForm</name>
    <message>
        <source>Data…</source>
        <translation>Data…</translation>
    </message>
    <message>
        <source>Look at these cells in Data, or open others</source>
        <translation>Lihat sel ini di Data, atau buka yang lain</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.safetensors *.leukomodel);;All files (*)</source>
        <translation>Bobot (*.pth *.pt *.safetensors *.leukomodel);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>Bobot pralatih</translation>
    </message>
    <message>
        <source>A .leukomodel, .pth or .safetensors file; empty: start at random</source>
        <translation>Berkas .leukomodel, .pth, atau .safetensors; kosong: mulai secara acak</translation>
    </message>
    <message>
        <source>Train the last layer only (fast)</source>
        <translation>Latih lapisan terakhir saja (cepat)</translation>
    </message>
    <message>
        <source>The pretrained network stays as it is and looks at each cell once: minutes instead of hours on a processor</source>
        <translation>Jaringan pralatih tidak diubah dan melihat setiap sel satu kali: hitungan menit, bukan jam, pada prosesor</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>tanggal dan waktu</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Nama proses pelatihan</translation>
    </message>
    <message>
        <source>Folder of the results; empty: named by date and time</source>
        <translation>Folder hasil; kosong: dinamai menurut tanggal dan waktu</translation>
    </message>
    <message>
        <source>Load settings…</source>
        <translation>Muat pengaturan…</translation>
    </message>
    <message>
        <source>Fill the form from a file of settings, for example settings.json of a run</source>
        <translation>Isi formulir dari berkas pengaturan, misalnya settings.json dari suatu proses pelatihan</translation>
    </message>
    <message>
        <source>Save settings…</source>
        <translation>Simpan pengaturan…</translation>
    </message>
    <message>
        <source>Write what the form says to a file, to use or share it later</source>
        <translation>Tulis isi formulir ke berkas, untuk dipakai atau dibagikan nanti</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Mulai pelatihan</translation>
    </message>
    <message>
        <source>Choose the table of the split, or another protocol.</source>
        <translation>Pilih tabel pembagian, atau protokol lain.</translation>
    </message>
    <message>
        <source>It is not known which cell is of which patient: choose the protocol Paper, or data with patients.</source>
        <translation>Tidak diketahui sel mana berasal dari pasien mana: pilih protokol “Per gambar (makalah)”, atau data yang memuat pasien.</translation>
    </message>
    <message>
        <source>The file of weights does not exist.</source>
        <translation>Berkas bobot tidak ada.</translation>
    </message>
    <message>
        <source>The name of the run must not contain “/”.</source>
        <translation>Nama proses pelatihan tidak boleh memuat “/”.</translation>
    </message>
    <message>
        <source>Below %1 px the auxiliary head is not run.</source>
        <translation>Di bawah %1 px, auxiliary head tidak dijalankan.</translation>
    </message>
    <message>
        <source>Fitted at once to what the trunk sees: no epochs, no augmentation. Without weights the trunk is random.</source>
        <translation>Langsung dicocokkan dengan keluaran backbone: tanpa epoch, tanpa augmentasi. Tanpa bobot, backbone bernilai acak.</translation>
    </message>
    <message>
        <source>Optimistic: patients are shared between training and test.</source>
        <translation>Optimistis: bagian latih dan bagian uji memuat pasien yang sama.</translation>
    </message>
    <message>
        <source>Open labelled cells to start.</source>
        <translation>Buka sel berlabel untuk memulai.</translation>
    </message>
    <message>
        <source>No cells are open</source>
        <translation>Tidak ada sel yang terbuka</translation>
    </message>
    <message>
        <source>How long it takes could not be measured.</source>
        <translation>Lama waktunya tidak dapat diukur.</translation>
    </message>
    <message>
        <source>How long it takes is being measured…</source>
        <translation>Lama waktunya sedang diukur…</translation>
    </message>
    <message>
        <source>Train every fold with these settings</source>
        <translation>Latih setiap fold dengan pengaturan ini</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainWorkspace</name>
    <message>
        <source>Train</source>
        <translation>Latih</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Evaluasi</translation>
    </message>
    <message>
        <source>Figures with intervals, curves, errors and calibration of the folds that are done</source>
        <translation>Angka dengan interval, kurva, kesalahan, dan kalibrasi dari fold yang sudah selesai</translation>
    </message>
    <message>
        <source>Compare models…</source>
        <translation>Bandingkan model…</translation>
    </message>
    <message>
        <source>Train a finder…</source>
        <translation>Latih pencari sel…</translation>
    </message>
    <message>
        <source>One that finds the cells in photographs of fields, from boxes around them</source>
        <translation>Pencari yang menemukan sel pada foto bidang pandang, dilatih dari kotak di sekeliling sel</translation>
    </message>
    <message>
        <source>Open run…</source>
        <translation>Buka pelatihan…</translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation>Folder proses pelatihan</translation>
    </message>
    <message>
        <source>Nothing to train on yet</source>
        <translation>Belum ada data untuk dilatihkan</translation>
    </message>
    <message>
        <source>Open labelled cells in Data, or try the training with demonstration cells.</source>
        <translation>Buka sel berlabel di Data, atau coba pelatihan dengan sel demonstrasi.</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Buka folder…</translation>
    </message>
    <message>
        <source>Open C-NMC or a folder with one subfolder for each class</source>
        <translation>Buka C-NMC atau folder dengan satu subfolder untuk setiap kelas</translation>
    </message>
    <message>
        <source>Make demonstration cells</source>
        <translation>Buat sel demonstrasi</translation>
    </message>
    <message>
        <source>Draw labelled cells, nobody&apos;s, and open them</source>
        <translation>Gambarkan sel berlabel yang bukan dari pasien mana pun, lalu buka</translation>
    </message>
    <message>
        <source>Folder of labelled cells</source>
        <translation>Folder sel berlabel</translation>
    </message>
    <message>
        <source>Back to training</source>
        <translation>Kembali ke pelatihan</translation>
    </message>
    <message>
        <source>Settings, curves and folds of one training</source>
        <translation>Pengaturan, kurva, dan fold dari satu pelatihan</translation>
    </message>
    <message>
        <source>Train every network on the same cells, and put them into one table</source>
        <translation>Latih setiap jaringan dengan sel yang sama, dan sajikan dalam satu tabel</translation>
    </message>
    <message>
        <source>Extend the run</source>
        <translation>Perpanjang pelatihan</translation>
    </message>
    <message>
        <source>Train every fold for so many epochs more:</source>
        <translation>Latih setiap fold sekian epoch lagi:</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Perpanjang</translation>
    </message>
    <message numerus="yes">
        <source>%Ln fold(s)</source>
        <translation>
            <numerusform>%Ln fold</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: what was done is kept.</source>
        <translation>Dihentikan: hasil sejauh ini disimpan.</translation>
    </message>
    <message>
        <source>Training was stopped. What was finished is kept in %1. Continue goes on from there.</source>
        <translation>Pelatihan dihentikan. Bagian yang sudah selesai disimpan di %1. “Lanjutkan” meneruskannya dari sana.</translation>
    </message>
    <message>
        <source>Training was stopped before its first step.</source>
        <translation>Pelatihan dihentikan sebelum langkah pertamanya.</translation>
    </message>
    <message>
        <source>The cells have changed since this run began.</source>
        <translation>Sel telah berubah sejak proses pelatihan ini dimulai.</translation>
    </message>
    <message>
        <source>The split tests on what it learns from.</source>
        <translation>Pembagian ini menguji dengan data yang juga dipelajari.</translation>
    </message>
    <message>
        <source>See the message above.</source>
        <translation>Lihat pesan di atas.</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>Pelatihan gagal</translation>
    </message>
    <message>
        <source>Pictures that look the same lie in training and in test, so the figures of this training would be better than they should be.

%1.

It is better to leave one of each pair out first: Data, Duplicates. To train all the same, write why. Your words are recorded in the run and printed in its report.</source>
        <translation>Ada gambar yang tampak sama di bagian latih dan bagian uji, sehingga angka pelatihan ini akan lebih baik daripada semestinya.

%1.

Sebaiknya keluarkan dahulu salah satu dari setiap pasangan: Data, Duplikat. Untuk tetap melatih, tuliskan alasannya. Alasan Anda dicatat dalam proses pelatihan dan dicetak dalam laporannya.</translation>
    </message>
    <message>
        <source>The split tests on what it learns from</source>
        <translation>Pembagian ini menguji dengan data yang juga dipelajari</translation>
    </message>
    <message>
        <source>Train all the same</source>
        <translation>Tetap latih</translation>
    </message>
    <message>
        <source>The training was not started</source>
        <translation>Pelatihan tidak dimulai</translation>
    </message>
    <message>
        <source>The cells are not those that this run began with: some were added, removed or changed.

Going on keeps the run&apos;s split, leaves out cells that are gone and does not use new ones. The result then is of changed data and cannot be repeated exactly.</source>
        <translation>Sel yang ada bukan sel yang dipakai ketika proses pelatihan ini dimulai: ada yang ditambahkan, dihapus, atau diubah.

Bila dilanjutkan, pembagian proses pelatihan ini dipertahankan, sel yang sudah tidak ada dilewati, dan sel baru tidak dipakai. Hasilnya kemudian berasal dari data yang berubah dan tidak dapat diulang secara persis.</translation>
    </message>
    <message>
        <source>The cells have changed</source>
        <translation>Sel telah berubah</translation>
    </message>
    <message>
        <source>Go on with the changed cells</source>
        <translation>Lanjutkan dengan sel yang berubah</translation>
    </message>
    <message>
        <source>The run was not continued</source>
        <translation>Proses pelatihan tidak dilanjutkan</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>Membaca pelatihan</translation>
    </message>
    <message>
        <source>The run could not be opened</source>
        <translation>Proses pelatihan tidak dapat dibuka</translation>
    </message>
    <message>
        <source>A training is running: stop it before another run is shown.</source>
        <translation>Pelatihan sedang berjalan: hentikan dahulu sebelum menampilkan proses pelatihan lain.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln fold(s) done</source>
        <translation>
            <numerusform>%1 dari %Ln fold selesai</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; interrupted after epoch %2 of fold %3</source>
        <translation>%1; terputus setelah epoch %2 dari fold %3</translation>
    </message>
    <message>
        <source>Load settings</source>
        <translation>Muat pengaturan</translation>
    </message>
    <message>
        <source>Settings (*.json);;All files (*)</source>
        <translation>Pengaturan (*.json);;Semua berkas (*)</translation>
    </message>
    <message>
        <source>The settings could not be loaded</source>
        <translation>Pengaturan tidak dapat dimuat</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>Simpan pengaturan</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Pengaturan (*.json)</translation>
    </message>
    <message>
        <source>The settings could not be saved</source>
        <translation>Pengaturan tidak dapat disimpan</translation>
    </message>
    <message>
        <source>The settings were saved: %1</source>
        <translation>Pengaturan disimpan: %1</translation>
    </message>
    <message>
        <source>Folder of an earlier run to compare with</source>
        <translation>Folder pelatihan sebelumnya untuk dibandingkan</translation>
    </message>
    <message>
        <source>curves</source>
        <translation>kurva</translation>
    </message>
    <message>
        <source>Export the curves</source>
        <translation>Ekspor kurva</translation>
    </message>
    <message>
        <source>Exporting the curves</source>
        <translation>Mengekspor kurva</translation>
    </message>
    <message>
        <source>The curves could not be exported</source>
        <translation>Kurva tidak dapat diekspor</translation>
    </message>
    <message>
        <source>The curves were saved: %1</source>
        <translation>Kurva disimpan: %1</translation>
    </message>
    <message>
        <source>Save the report of this run</source>
        <translation>Simpan laporan proses pelatihan ini</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Menulis laporan</translation>
    </message>
    <message>
        <source>The report could not be written</source>
        <translation>Laporan tidak dapat ditulis</translation>
    </message>
    <message>
        <source>The report was saved: %1</source>
        <translation>Laporan disimpan: %1</translation>
    </message>
    <message>
        <source>Adding the model</source>
        <translation>Menambahkan model</translation>
    </message>
    <message>
        <source>The model could not be added to the list of models</source>
        <translation>Model tidak dapat ditambahkan ke daftar model</translation>
    </message>
    <message>
        <source>Training will start from %1. Open labelled cells to go on.</source>
        <translation>Pelatihan akan dimulai dari %1. Buka sel berlabel untuk melanjutkan.</translation>
    </message>
    <message>
        <source>The comparison of models is done.</source>
        <translation>Perbandingan model selesai.</translation>
    </message>
    <message>
        <source>The comparison of models is done but for rows that failed. Go on tries them again.</source>
        <translation>Perbandingan model selesai, kecuali baris yang gagal. “Lanjutkan” mencobanya lagi.</translation>
    </message>
    <message>
        <source>The comparison was stopped. What was finished is kept, and Go on goes on from there.</source>
        <translation>Perbandingan dihentikan. Bagian yang sudah selesai disimpan, dan “Lanjutkan” meneruskannya dari sana.</translation>
    </message>
    <message>
        <source>Folder of a comparison of models</source>
        <translation>Folder perbandingan model</translation>
    </message>
    <message>
        <source>Open labelled cells in Data first.</source>
        <translation>Buka dahulu sel berlabel di Data.</translation>
    </message>
    <message>
        <source>Another training is under way: wait for its end, or stop it.</source>
        <translation>Pelatihan lain sedang berjalan: tunggu sampai selesai, atau hentikan.</translation>
    </message>
    <message>
        <source>Layers are frozen in the training form, and each network has its own: freeze nothing there.</source>
        <translation>Ada lapisan yang dibekukan pada formulir pelatihan, padahal setiap jaringan memiliki lapisannya sendiri: jangan bekukan lapisan di sana.</translation>
    </message>
    <message>
        <source>A comparison of models is running: wait for its end, or stop it.</source>
        <translation>Perbandingan model sedang berjalan: tunggu sampai selesai, atau hentikan.</translation>
    </message>
    <message>
        <source>Save the report of the comparison</source>
        <translation>Simpan laporan perbandingan</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Ekspor tabel</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabel (*.csv)</translation>
    </message>
    <message>
        <source>Exporting the table</source>
        <translation>Mengekspor tabel</translation>
    </message>
    <message>
        <source>The table could not be exported</source>
        <translation>Tabel tidak dapat diekspor</translation>
    </message>
    <message>
        <source>The table was saved: %1</source>
        <translation>Tabel disimpan: %1</translation>
    </message>
    <message>
        <source>Show an earlier training: continue it if it was interrupted, extend it if it is finished</source>
        <translation>Tampilkan pelatihan sebelumnya: lanjutkan bila terputus, perpanjang bila sudah selesai</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainingListStrip</name>
    <message>
        <source>Open in Data</source>
        <translation>Buka di Data</translation>
    </message>
    <message>
        <source>Look at these cells in Data, and train on them</source>
        <translation>Lihat sel ini di Data, dan pakai untuk pelatihan</translation>
    </message>
    <message>
        <source>List v%1 saved, 1 reviewed cell: %2</source>
        <translation>Daftar v%1 disimpan, 1 sel yang ditinjau: %2</translation>
    </message>
    <message>
        <source>List v%1 saved, %2 reviewed cells: %3</source>
        <translation>Daftar v%1 disimpan, %2 sel yang ditinjau: %3</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TrainingSession</name>
    <message>
        <source>Training</source>
        <translation>Pelatihan</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::TypicalCells</name>
    <message>
        <source>The cells that the model was surest of and nobody corrected</source>
        <translation>Sel yang paling diyakini model dan tidak dikoreksi siapa pun</translation>
    </message>
    <message>
        <source>Typical cells</source>
        <translation>Sel khas</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WaitingPictures</name>
    <message>
        <source>%1
Waiting for the answer</source>
        <translation>%1
Menunggu jawaban</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WaitingStrip</name>
    <message>
        <source>Waiting for the answer</source>
        <translation>Menunggu jawaban</translation>
    </message>
    <message>
        <source>Pictures that wait for the answer</source>
        <translation>Gambar yang menunggu jawaban</translation>
    </message>
    <message>
        <source>Each goes to its bin with its answer. It is not in the case before.</source>
        <translation>Masing-masing masuk ke kelompoknya bersama jawabannya. Sebelum itu gambar belum ada dalam kasus.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WatchStrip</name>
    <message>
        <source>Stop watching</source>
        <translation>Berhenti memantau</translation>
    </message>
    <message>
        <source>Pictures that wait, and those saved into this folder from now on, are not classified by themselves</source>
        <translation>Gambar yang menunggu, dan yang mulai sekarang disimpan ke folder ini, tidak lagi diklasifikasikan secara otomatis</translation>
    </message>
    <message>
        <source>Pictures from %1 that wait: %2. %3</source>
        <extracomment>%1 is a folder&apos;s name, %3 a sentence that says until when they wait</extracomment>
        <translation>Gambar dari %1 yang menunggu: %2. %3</translation>
    </message>
    <message>
        <source>%1 cannot be read at present. Watching goes on as soon as it can.</source>
        <translation>%1 saat ini tidak dapat dibaca. Pemantauan berlanjut segera setelah bisa.</translation>
    </message>
    <message>
        <source>Pictures that are saved into %1 from now on are classified.</source>
        <translation>Gambar yang mulai sekarang disimpan ke %1 akan diklasifikasikan.</translation>
    </message>
    <message>
        <source>Watching %1. Pictures taken so far: %2</source>
        <translation>Memantau %1. Gambar yang diambil sejauh ini: %2</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WeightsField</name>
    <message>
        <source>Pretrained weights</source>
        <translation>Bobot pralatih</translation>
    </message>
    <message>
        <source>none: start at random</source>
        <translation>tidak ada: mulai secara acak</translation>
    </message>
    <message>
        <source>Choose a file of weights…</source>
        <translation>Pilih berkas bobot…</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>Selamat datang</translation>
    </message>
    <message>
        <source>Welcome to Leukolens</source>
        <translation>Selamat datang di Leukolens</translation>
    </message>
    <message>
        <source>It sorts pictures of white blood cells into their classes on this computer, lets you correct and sign what it found, and trains the models that do so.</source>
        <translation>Program ini mengelompokkan gambar sel darah putih ke dalam kelasnya di komputer ini, memungkinkan Anda mengoreksi dan menandatangani hasilnya, serta melatih model untuk tugas itu.</translation>
    </message>
    <message>
        <source>Classify cells</source>
        <translation>Klasifikasikan sel</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Tambah model…</translation>
    </message>
    <message>
        <source>Open the list of models, and add a file to it (Ctrl+M)</source>
        <translation>Buka daftar model, lalu tambahkan berkas ke dalamnya (Ctrl+M)</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Tambah model</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Latih model</translation>
    </message>
    <message>
        <source>Look around with demonstration cells</source>
        <translation>Jelajahi dengan sel demonstrasi</translation>
    </message>
    <message>
        <source>Take the tour (about a minute)</source>
        <translation>Ikuti tur (sekitar satu menit)</translation>
    </message>
    <message>
        <source>Be shown the places of this window, one after another</source>
        <translation>Kenali bagian-bagian jendela ini satu per satu</translation>
    </message>
    <message>
        <source>Drop pictures of single cells, whole fields or slides. Correct what is wrong, sign, and print the report.</source>
        <translation>Lepaskan gambar sel tunggal, bidang pandang utuh, atau preparat. Koreksi yang salah, tanda tangani, dan cetak laporannya.</translation>
    </message>
    <message>
        <source>Drop pictures of cells, correct what is wrong, sign, and print the report. This needs a model, and none is chosen yet: add the file of one, or train your own.</source>
        <translation>Lepaskan gambar sel, koreksi yang salah, tanda tangani, dan cetak laporannya. Untuk ini diperlukan model, dan belum ada yang dipilih: tambahkan berkas model, atau latih model Anda sendiri.</translation>
    </message>
    <message>
        <source>Cells are open: choose how the model is to learn from them, start, and watch it. You can go on classifying meanwhile.</source>
        <translation>Sel sudah dibuka: pilih cara model belajar darinya, mulai, dan amati prosesnya. Sementara itu Anda dapat terus mengklasifikasikan.</translation>
    </message>
    <message>
        <source>Open pictures whose classes are known, your own or C-NMC 2019. A model learns from them while you watch, and you see how far it can be trusted.</source>
        <translation>Buka gambar yang kelasnya diketahui, milik Anda sendiri atau C-NMC 2019. Model belajar darinya sementara Anda mengamati, dan Anda melihat sejauh mana model itu dapat dipercaya.</translation>
    </message>
    <message>
        <source>The sample is being made: see how far it is.</source>
        <translation>Contoh sedang dibuat: lihat sejauh mana prosesnya.</translation>
    </message>
    <message>
        <source>Open the sample case again: cells that the program drew, with the model that learnt from such cells. Your own work stays as it is.</source>
        <translation>Buka kembali kasus contoh: sel yang digambar oleh program, dengan model yang belajar dari sel semacam itu. Pekerjaan Anda sendiri tidak berubah.</translation>
    </message>
    <message>
        <source>Go to Classify (Ctrl+1)</source>
        <translation>Ke Klasifikasi (Ctrl+1)</translation>
    </message>
    <message>
        <source>Go to Data (Ctrl+3), or to Train (Ctrl+4) where cells are open</source>
        <translation>Ke Data (Ctrl+3), atau ke Latih (Ctrl+4) jika sel sudah terbuka</translation>
    </message>
    <message>
        <source>Make the sample case, or open it where it is there</source>
        <translation>Buat kasus contoh, atau buka jika sudah ada</translation>
    </message>
    <message>
        <source>Without any pictures of your own: the program draws cells, trains a small model on them and opens a sample case. That takes a minute or two, and your own work stays as it is.</source>
        <translation>Tanpa gambar Anda sendiri: program menggambar sel, melatih model kecil dengannya, lalu membuka kasus contoh. Perlu satu atau dua menit, dan pekerjaan Anda sendiri tetap seperti semula.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::WindowHost</name>
    <message>
        <source>The language changes as soon as what is running has ended.</source>
        <translation>Bahasa berganti segera setelah proses yang berjalan selesai.</translation>
    </message>
</context>
<context>
    <name>leukolens::ui::ZoomOverlay</name>
    <message>
        <source>The current cell, enlarged</source>
        <translation>Sel saat ini, diperbesar</translation>
    </message>
    <message>
        <source>Back to the cards (Z or Esc)</source>
        <translation>Kembali ke kartu (Z atau Esc)</translation>
    </message>
    <message>
        <source>Back to the cards</source>
        <translation>Kembali ke kartu</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>position of a cell in its bin, and how many there are</extracomment>
        <translation>%1 dari %2</translation>
    </message>
    <message>
        <source>No cell is selected.</source>
        <translation>Tidak ada sel yang dipilih.</translation>
    </message>
</context>
</TS>
