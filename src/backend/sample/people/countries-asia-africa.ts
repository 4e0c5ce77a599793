import type { CountryRow } from './country.ts';

export const asianAndAfrican: readonly CountryRow[] = [
  {
    code: 'JPN', name: 'Japan', issuer: '日本国', words: ['旅券', '身分証明書'], currency: 'JPY', familyFirst: true,
    male: '太郎|Taro, 健一|Kenichi, 翔|Sho, 大輔|Daisuke', female: '花子|Hanako, 美咲|Misaki, 陽菜|Hina, 由美子|Yumiko',
    family: '田中|Tanaka, 佐藤|Sato, 大野|Ono, 鈴木|Suzuki, 伊藤|Ito', phone: '+81000########',
    cities: 'Tokyo/Tokyo-to/150-00##; Osaka/Osaka-fu/530-00##; Sapporo/Hokkaido/060-00##', streets: 'Sakuragaoka-cho 2-chome, Minami-dori 5-chome, Honmachi 1-chome',
    number: 'AA#######', legal: 'K.K., G.K.', registration: '0100-01-######',
  },
  {
    code: 'CHN', name: 'China', issuer: '中华人民共和国', words: ['护照', '居民身份证'], currency: 'CNY', familyFirst: true,
    male: '伟|Wei, 建国|Jianguo, 子轩|Zixuan', female: '芳|Fang, 丽娟|Lijuan, 思颖|Siying', family: '王|Wang, 李|Li, 欧阳|Ouyang, 张|Zhang, 吕|Lyu',
    phone: '+86000########', cities: 'Shanghai/Shanghai/2000##; Chengdu/Sichuan/6100##; Guangzhou/Guangdong/5100##',
    streets: 'Nanjing Road West, Tianfu Avenue, Zhongshan Road', house: 'before', number: 'EA#######', legal: 'Co. Ltd.', registration: '91310000MA1X##XX#X',
  },
  {
    code: 'KOR', name: 'Korea, Republic of', issuer: '대한민국', words: ['여권', '주민등록증'], currency: 'KRW', familyFirst: true,
    male: '민준|Minjun, 서준|Seojun, 현우|Hyunwoo', female: '서연|Seoyeon, 지우|Jiwoo, 하은|Haeun', family: '오|O, 김|Kim, 이|Lee, 박|Park, 최|Choi',
    phone: '+82000#######', cities: 'Seoul/Seoul/04###; Busan/Busan/48###', streets: 'Sejong-daero, Hannam-daero, Dosan-ro', number: 'M########',
    legal: 'Co. Ltd.', registration: '110111-#######',
  },
  {
    code: 'VNM', name: 'Viet Nam', issuer: 'Cộng hòa xã hội chủ nghĩa Việt Nam', words: ['Hộ chiếu', 'Căn cước công dân'], currency: 'VND', familyFirst: true,
    male: 'Văn Đức, Quốc Việt, Hữu Phước', female: 'Thị Hồng, Ngọc Ánh, Thùy Dương', family: 'Nguyễn, Đặng, Trần, Phạm, Vũ', phone: '+84000#######',
    cities: 'Hà Nội/Hà Nội/10####; Đà Nẵng/Đà Nẵng/55####; Huế/Thừa Thiên Huế/53####', streets: 'Đường Lê Lợi, Phố Hàng Bông, Đường Trần Hưng Đạo',
    house: 'before', number: 'A#######', legal: 'TNHH, CTCP', registration: '010#######',
  },
  {
    code: 'SGP', name: 'Singapore', issuer: 'Republic of Singapore', currency: 'SGD', familyFirst: true,
    male: 'Wei Ming, Jun Jie, Haziq', female: 'Hui Min, Xin Yi, Nurul', family: 'Ng, Tan, Lim, Ong, Chia', phone: '+65000#####',
    cities: 'Singapore/Singapore/0#####', streets: 'Serangoon Avenue 3, Tanjong Pagar Road, Bukit Timah Link', house: 'before', number: 'K#######A',
    legal: 'Pte. Ltd.', registration: '2019#####A',
  },
  {
    code: 'IND', name: 'India', issuer: 'Republic of India', currency: 'INR',
    male: 'Arjun, Rohan, Venkata Narasimha Rajuvaripeta', female: 'Ananya, Lakshmi, Meenakshi Sundareswarar', family: 'Sharma, Iyer, Chattopadhyay, Singh, Das',
    phone: '+91000#######', cities: 'Mumbai/Maharashtra/4000##; Bengaluru/Karnataka/5600##; Kolkata/West Bengal/7000##',
    streets: 'MG Road, Park Street, Linking Road', house: 'before', number: 'Z#######', legal: 'Private Limited', registration: 'U72200MH2014PTC######',
  },
  {
    code: 'ARE', name: 'United Arab Emirates', issuer: 'الإمارات العربية المتحدة', words: ['جواز سفر', 'بطاقة هوية'], currency: 'AED',
    male: 'محمد|Mohammed, سعيد|Saeed, راشد|Rashid', female: 'فاطمة|Fatima, مريم|Maryam, لطيفة|Latifa',
    family: 'المنصوري|Al Mansoori, الهاشمي|Al Hashimi, النعيمي|Al Nuaimi', phone: '+971000######', cities: 'Dubai/Dubai/00000; Abu Dhabi/Abu Dhabi/00000',
    streets: 'Al Wasl Road, Corniche Street, Jumeirah Beach Walk', house: 'before', number: 'AA#######', legal: 'LLC, FZE', registration: '10######',
  },
  {
    code: 'EGY', name: 'Egypt', issuer: 'جمهورية مصر العربية', words: ['جواز سفر', 'بطاقة شخصية'], currency: 'EGP',
    male: 'أحمد|Ahmed, يوسف|Youssef, طارق|Tarek', female: 'نور|Nour, هبة|Heba, ياسمين|Yasmin', family: 'عبد الرحمن|Abdelrahman, مصطفى|Mostafa, السيد|El Sayed',
    phone: '+20000#######', cities: 'Cairo/Cairo/115##; Alexandria/Alexandria/215##', streets: 'Tahrir Street, El Nasr Road, Sharia Saad', house: 'before',
    number: 'A########', legal: 'S.A.E., LLC', registration: '######',
  },
  {
    code: 'MAR', name: 'Morocco', issuer: 'المملكة المغربية', words: ['جواز سفر', 'البطاقة الوطنية'], currency: 'MAD',
    male: 'إدريس|Idriss, حمزة|Hamza', female: 'سلمى|Salma, خديجة|Khadija', family: 'بنعلي|Benali, الفاسي|El Fassi, العلوي|Alaoui', phone: '+212000######',
    cities: 'Casablanca/Casablanca-Settat/20###; Fès/Fès-Meknès/30###', streets: 'Rue des Orangers, Boulevard Zerktouni', house: 'before', number: 'AA#######',
    legal: 'SARL, SA', registration: 'RC ######',
  },
  {
    code: 'TUR', name: 'Türkiye', issuer: 'Türkiye Cumhuriyeti', words: ['Pasaport', 'Kimlik kartı'], currency: 'TRY',
    male: 'Çağrı, Işık, Ömer, Barış', female: 'Ayşegül, Şebnem, Çiğdem', family: 'Yıldırım, Öztürk, Şahin, Güneş', phone: '+90000#######',
    cities: 'İstanbul/İstanbul/34###; İzmir/İzmir/35###; Diyarbakır/Diyarbakır/21###', streets: 'Bağdat Caddesi, Çiçek Sokağı, İstiklal Caddesi', number: 'U########',
    legal: 'A.Ş., Ltd. Şti.', registration: '######-5',
  },
  {
    code: 'NGA', name: 'Nigeria', issuer: 'Federal Republic of Nigeria', currency: 'NGN',
    male: 'Chukwuemeka, Olúṣẹ́gun, Ibrahim', female: 'Adaeze, Títílayọ̀, Ngozi', family: 'Okonkwo, Adébáyọ̀, Bello, Eze', phone: '+234000#######',
    cities: 'Lagos/Lagos/1001##; Abuja/FCT/9001##', streets: 'Broad Street, Awolowo Road, Aminu Kano Crescent', house: 'before', number: 'A########',
    legal: 'Limited, PLC', registration: 'RC ######',
  },
  {
    code: 'KEN', name: 'Kenya', issuer: 'Jamhuri ya Kenya', currency: 'KES', male: 'Kamau, Otieno, Kiprop', female: 'Wanjiru, Achieng, Chebet',
    family: "Mwangi, Ng'ang'a, Odhiambo, Kipchumba", phone: '+254000######', cities: 'Nairobi/Nairobi/00100; Kisumu/Kisumu/40100',
    streets: 'Kenyatta Avenue, Moi Road, Riverside Drive', house: 'before', number: 'A#######', legal: 'Limited', registration: 'PVT-XXXXXXX',
  },
]; // prettier-ignore
